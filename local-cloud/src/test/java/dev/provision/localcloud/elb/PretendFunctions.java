package dev.provision.localcloud.elb;

import dev.provision.localcloud.lambda.Invoker;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Functions that are Java code, and the events that they got. */
public final class PretendFunctions implements Invoker {
    private final Set<String> permitted = ConcurrentHashMap.newKeySet();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile Function<String, Outcome> code = _ -> new Outcome.Answered("{\"statusCode\":200}");

    /** Every function does this from now on. */
    public void code(Function<String, Outcome> next) {
        code = next;
    }

    /** Every function answers this from now on. */
    public void answer(String payload) {
        code(_ -> new Outcome.Answered(payload));
    }

    public void permit(String functionArn) {
        permitted.add(functionArn);
    }

    public List<String> events() {
        return events;
    }

    @Override
    public Outcome invoke(String functionArn, String caller, String sourceArn, String payload) {
        events.add(payload);
        return code.apply(payload);
    }

    @Override
    public boolean mayInvoke(String functionArn, String caller, String sourceArn) {
        return permitted.contains(functionArn) && caller.equals("elasticloadbalancing.amazonaws.com");
    }
}
