package io.github.fer4j.examples.training.report;

import java.util.List;

/** Collects the text of a page. Everything but {@link #raw} is escaped. */
final class Html {
    private final StringBuilder text = new StringBuilder();

    Html raw(String markup) {
        text.append(markup);
        return this;
    }

    Html paragraph(String words) {
        return raw("<p>" + escape(words) + "</p>\n");
    }

    Html heading(String id, String words) {
        return raw("<h2 id=\"" + id + "\">" + escape(words) + "</h2>\n");
    }

    /** A table whose first column heads its rows; numbers stand right. */
    Html table(String caption, List<String> header, List<? extends List<String>> rows) {
        raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .raw(escape(caption))
                .raw("\"><table>\n<caption>")
                .raw(escape(caption))
                .raw("</caption>\n<thead><tr>");
        for (String cell : header) {
            raw(cell.isEmpty() ? "<td></td>" : "<th scope=\"col\">" + escape(cell) + "</th>");
        }
        raw("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            raw("<tr><th scope=\"row\">" + escape(row.get(0)) + "</th>");
            for (String cell : row.subList(1, row.size())) {
                raw("<td>" + escape(cell) + "</td>");
            }
            raw("</tr>\n");
        }
        return raw("</tbody></table></div>\n");
    }

    static String escape(String words) {
        return words.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
