import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes out, as methods, what the JDK makes when a program first comes by a switch over types, or a record's {@code equals} or
 * {@code hashCode}. An AOT cache keeps what is made for lambdas, but nothing of this, and it takes a millisecond a piece.
 */
final class SpelledOut implements ClassTransform {
    private static final ClassDesc SWITCHES = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
    private static final ClassDesc RECORDS = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final Map<ClassDesc, ClassDesc> BOXES = Map.of(
            ConstantDescs.CD_boolean, ConstantDescs.CD_Boolean,
            ConstantDescs.CD_byte, ConstantDescs.CD_Byte,
            ConstantDescs.CD_char, ConstantDescs.CD_Character,
            ConstantDescs.CD_short, ConstantDescs.CD_Short,
            ConstantDescs.CD_int, ConstantDescs.CD_Integer,
            ConstantDescs.CD_long, ConstantDescs.CD_Long,
            ConstantDescs.CD_float, ConstantDescs.CD_Float,
            ConstantDescs.CD_double, ConstantDescs.CD_Double);
    private static final int FIRST_COMPONENT = 2;
    private static final int FACTOR = 31;
    private final ClassDesc type;
    private final boolean isInterface;
    private final List<Method> methods = new ArrayList<>();

    private record Method(String name, MethodTypeDesc descriptor, Consumer<CodeBuilder> body) {}

    private SpelledOut(ClassModel model) {
        this.type = model.thisClass().asSymbol();
        this.isInterface = model.flags().has(AccessFlag.INTERFACE);
    }

    /** @param files the jar to write, the one to read, and those that its classes need */
    public static void main(String... files) throws IOException {
        List<URL> all = new ArrayList<>();
        for (String file : List.of(files).subList(1, files.length)) {
            all.add(Path.of(file).toUri().toURL());
        }
        Path unfinished = Path.of(files[0] + ".unfinished");
        try (URLClassLoader classes = new URLClassLoader(all.toArray(URL[]::new));
                JarFile jar = new JarFile(files[1]);
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(unfinished))) {
            ClassHierarchyResolver hierarchy = ClassHierarchyResolver.ofResourceParsing(classes);
            write(jar, ClassFile.of(ClassHierarchyResolverOption.of(hierarchy.cached())), out);
        }
        Files.move(unfinished, Path.of(files[0]), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(JarFile jar, ClassFile format, ZipOutputStream out) throws IOException {
        for (JarEntry entry : Collections.list(jar.entries())) {
            byte[] content = jar.getInputStream(entry).readAllBytes();
            out.putNextEntry(new ZipEntry(entry.getName()));
            out.write(entry.getName().endsWith(".class") ? of(format.parse(content), format) : content);
            out.closeEntry();
        }
    }

    /** The class, with nothing left to be made. */
    private static byte[] of(ClassModel model, ClassFile format) {
        return format.transformClass(model, new SpelledOut(model));
    }

    @Override
    public void accept(ClassBuilder builder, ClassElement element) {
        if (element instanceof MethodModel method) {
            builder.transformMethod(method, MethodTransform.transformingCode(this::instruction));
        } else {
            builder.with(element);
        }
    }

    @Override
    public void atEnd(ClassBuilder builder) {
        methods.forEach(method -> builder.withMethodBody(
                method.name(),
                method.descriptor(),
                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                method.body()));
    }

    private void instruction(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeDynamicInstruction call) {
            body(call).ifPresentOrElse(body -> invoke(code, call, body), () -> code.with(call));
        } else {
            code.with(element);
        }
    }

    private void invoke(CodeBuilder code, InvokeDynamicInstruction call, Consumer<CodeBuilder> body) {
        Method method = new Method("spelled$" + methods.size(), call.typeSymbol(), body);
        methods.add(method);
        code.invokestatic(type, method.name(), method.descriptor(), isInterface);
    }

    /** Empty for what stays as it is. */
    private Optional<Consumer<CodeBuilder>> body(InvokeDynamicInstruction call) {
        List<ConstantDesc> arguments = call.bootstrapArgs();
        ClassDesc maker = call.bootstrapMethod().owner();
        String what = call.name().stringValue();
        if (maker.equals(SWITCHES)) {
            return what.equals("typeSwitch") && arguments.stream().allMatch(ClassDesc.class::isInstance)
                    ? Optional.of(code -> choose(code, of(ClassDesc.class, arguments)))
                    : Optional.empty();
        }
        if (!maker.equals(RECORDS) || what.equals("toString")) {
            return Optional.empty();
        }
        List<DirectMethodHandleDesc> components =
                of(DirectMethodHandleDesc.class, arguments.subList(FIRST_COMPONENT, arguments.size()));
        return Optional.of(
                what.equals("hashCode") ? code -> hash(code, components) : code -> compare(code, components));
    }

    private static <T> List<T> of(Class<T> type, List<ConstantDesc> arguments) {
        return arguments.stream().map(type::cast).toList();
    }

    /** The number of the first type, from the given number on, that the object is of; -1 for null. */
    private static void choose(CodeBuilder code, List<ClassDesc> types) {
        Label present = code.newLabel();
        code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
        for (int number = 0; number < types.size(); number++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(number).if_icmpgt(next);
            code.aload(0).instanceOf(types.get(number)).ifeq(next);
            code.loadConstant(number).ireturn().labelBinding(next);
        }
        code.loadConstant(types.size()).ireturn();
    }

    private void hash(CodeBuilder code, List<DirectMethodHandleDesc> components) {
        code.iconst_0();
        for (DirectMethodHandleDesc component : components) {
            ClassDesc of = component.invocationType().returnType();
            ClassDesc taken = of.isPrimitive() ? of : ConstantDescs.CD_Object;
            code.loadConstant(FACTOR).imul().aload(0).getfield(type, component.methodName(), of);
            code.invokestatic(
                    BOXES.getOrDefault(of, OBJECTS), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, taken));
            code.iadd();
        }
        code.ireturn();
    }

    private void compare(CodeBuilder code, List<DirectMethodHandleDesc> components) {
        Label different = code.newLabel();
        code.aload(1).instanceOf(type).ifeq(different);
        for (DirectMethodHandleDesc component : components) {
            ClassDesc of = component.invocationType().returnType();
            code.aload(0).getfield(type, component.methodName(), of);
            code.aload(1).checkcast(type).getfield(type, component.methodName(), of);
            if (of.isPrimitive()) {
                code.invokestatic(BOXES.get(of), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, of, of));
                code.ifne(different);
            } else {
                code.invokestatic(
                        OBJECTS,
                        "equals",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object));
                code.ifeq(different);
            }
        }
        code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
    }
}
