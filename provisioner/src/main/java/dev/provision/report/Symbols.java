package dev.provision.report;

/** The marks of a rendering, coloured or not, in Unicode or in ASCII. */
public record Symbols(boolean unicode, boolean colour) {
    public String good() {
        return paint("32", unicode ? "✓" : "+");
    }

    public String changed() {
        return paint("33", "~");
    }

    String added() {
        return paint("32", "+");
    }

    String removed() {
        return paint("31", "-");
    }

    String replaced() {
        return paint("31", "!");
    }

    public String bad() {
        return paint("31", unicode ? "✗" : "x");
    }

    public String gone() {
        return paint("32", "-");
    }

    /** A part of a bar: something was done. */
    String work(int columns) {
        return (unicode ? "█" : "#").repeat(columns);
    }

    /** A part of a bar: somebody else had something to do. */
    String waiting(int columns) {
        return columns == 0 ? "" : paint("2", (unicode ? "▒" : ".").repeat(columns));
    }

    public String branch(boolean last) {
        if (unicode) {
            return last ? "└─ " : "├─ ";
        }
        return last ? "`- " : "|- ";
    }

    public String faint(String text) {
        return paint("2", text);
    }

    public String strong(String text) {
        return paint("1", text);
    }

    public String alarming(String text) {
        return paint("31", text);
    }

    /** Cut to {@code width}; for text without colours. */
    public String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        String end = unicode ? "…" : "...";
        return text.substring(0, Math.max(0, width - end.length())) + end;
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
