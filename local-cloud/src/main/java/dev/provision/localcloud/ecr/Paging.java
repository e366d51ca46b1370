package dev.provision.localcloud.ecr;

import dev.provision.localcloud.state.Page;
import java.util.List;

/** Pages as ECR cuts them: 100 items unless asked for another number, 1000 at most. */
final class Paging {
    private static final int DEFAULT = 100;
    private static final int MOST = 1000;

    private Paging() {}

    /**
     * @param token of the page before; null, as the model classes have it, for the first page
     * @param maxResults null for the usual number
     */
    static <T> Page<T> of(List<T> all, String token, Integer maxResults) {
        int size = maxResults == null ? DEFAULT : maxResults;
        if (size < 1 || size > MOST) {
            throw EcrRepositories.invalid("maxResults", "must be between 1 and " + MOST);
        }
        return Page.of(all, token, size)
                .orElseThrow(() -> EcrRepositories.invalid("nextToken", "must be the token of a page before"));
    }
}
