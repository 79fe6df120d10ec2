package io.tidegate.agent.sniff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.tidegate.agent.sniff.Entry.Choice;
import io.tidegate.agent.sniff.Entry.Line;
import io.tidegate.agent.sniff.Entry.Offer;
import io.tidegate.agent.sniff.Entry.Option;
import io.tidegate.agent.sniff.Entry.Remark;

import java.util.List;

/** The same as {@link SniffText}, for programs. Stateless. */
public final class SniffJson {
    private SniffJson() {}

    /**
     * @param preview the lines of the preview
     */
    public static String of(Sniffed found, List<String> preview) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("file", found.file().toString());
        root.put("source", found.draft.source());
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : found.findings) {
            findings.addObject()
                    .put("about", finding.about())
                    .put("certainty", finding.certainty().words())
                    .put("text", finding.text());
        }
        ArrayNode columns = root.putArray("columns");
        for (Field field : found.fields.all()) {
            columns.addObject()
                    .put("name", field.name())
                    .put("looks", SniffText.looks(field.tally()))
                    .put("use", SniffText.use(found, field).replace("-> ", ""));
        }
        entries(found, root);
        found.why().ifPresent(why -> root.put("noPreview", why));
        ArrayNode lines = root.putArray("preview");
        preview.forEach(lines::add);
        return root.toPrettyString();
    }

    private static void entries(Sniffed found, ObjectNode root) {
        ArrayNode lines = root.putArray("lines");
        ArrayNode choices = root.putArray("choices");
        ArrayNode offers = root.putArray("offers");
        ArrayNode remarks = root.putArray("remarks");
        for (Entry entry : found.draft.entries()) {
            switch (entry) {
                case Line(var key, var value, var why) ->
                        lines.addObject()
                                .put("key", found.draft.key(key))
                                .put("value", value)
                                .put("why", why);
                case Choice(var question, var options, _) when !options.isEmpty() -> {
                    offered(found, choices.addObject().put("question", question), options);
                }
                case Offer(var text, var options) ->
                        offered(found, offers.addObject().put("text", text), options);
                case Choice _ -> {}
                case Remark(var text) -> remarks.add(text);
            }
        }
        root.put("proposal", String.join("\n", SniffText.proposal(found)) + "\n");
    }

    private static void offered(Sniffed found, ObjectNode to, List<Option> options) {
        ArrayNode offered = to.putArray("options");
        for (Option option : options) {
            offered.addObject()
                    .put("key", found.draft.key(option.key()))
                    .put("value", option.value())
                    .put("meaning", option.meaning());
        }
    }
}
