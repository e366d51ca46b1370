import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The AWS SDK's table of what it knows of each service, without the table: what it knows of a service is made when it is asked for.
 * The first client makes the table, of 300 services with all their regions, and a command, which calls a dozen, waits for it.
 */
final class OnDemand {
    static final String TABLE = "software/amazon/awssdk/regions/GeneratedServiceMetadataProvider.class";
    private static final String LOOKUP = "serviceMetadata";
    private static final MethodTypeDesc EQUALS = MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object);

    private OnDemand() {}

    /** The class without its table, or the class as it is where that has another form than the one that is known here. */
    static byte[] of(byte[] bytes, ClassFile format) {
        ClassModel table = format.parse(bytes);
        Map<String, ClassDesc> entries = entries(table);
        return entries.isEmpty() ? bytes : format.transformClass(table, lookups(entries));
    }

    private static ClassTransform lookups(Map<String, ClassDesc> entries) {
        return (builder, element) -> {
            switch (element) {
                case MethodModel method when method.methodName().equalsString(LOOKUP) ->
                    builder.withMethodBody(
                            method.methodName(),
                            method.methodType(),
                            method.flags().flagsMask(),
                            code -> lookUp(code, entries));
                case MethodModel method when filling(method) -> {}
                case FieldModel _ -> {}
                default -> builder.with(element);
            }
        };
    }

    private static boolean filling(MethodModel method) {
        return method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME);
    }

    /** By the names of services: the table is filled with a name and a new object in turns. */
    private static Map<String, ClassDesc> entries(ClassModel table) {
        Map<String, ClassDesc> entries = new LinkedHashMap<>();
        String name = "";
        for (CodeElement element : filling(table)) {
            if (element instanceof ConstantInstruction constant && constant.constantValue() instanceof String text) {
                name = text;
            } else if (element instanceof NewObjectInstruction made) {
                entries.put(name, made.className().asSymbol());
            }
        }
        return entries;
    }

    private static List<CodeElement> filling(ClassModel table) {
        return table.methods().stream()
                .filter(OnDemand::filling)
                .flatMap(method -> method.code().stream())
                .flatMap(CodeModel::elementStream)
                .toList();
    }

    private static void lookUp(CodeBuilder code, Map<String, ClassDesc> entries) {
        entries.forEach((name, metadata) -> {
            Label next = code.newLabel();
            code.loadConstant(name).aload(1).invokevirtual(ConstantDescs.CD_String, "equals", EQUALS);
            code.ifeq(next).new_(metadata).dup();
            code.invokespecial(metadata, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
            code.areturn().labelBinding(next);
        });
        code.aconst_null().areturn();
    }
}
