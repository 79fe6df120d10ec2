package io.tidegate.agent.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidegate.config.SourceConfig;
import io.tidegate.config.SourceConfig.Mapping;
import io.tidegate.config.SourceConfig.Privacy;
import io.tidegate.protocol.DataType;

import org.junit.jupiter.api.Test;

/** What is said of columns that do not fit. */
class ShapeTest {
    private static final String CONTACT = "queueidentifier queuename timestamp answered";

    @Test
    void missingColumnsAreNamedAtOnceWithTheLineToPaste() {
        assertEquals(
                "source acd1: no column queueidentifier, answered: name them so at the source, or"
                        + " paste source.acd1.map.queueidentifier = <its name there>. Columns found:"
                        + " queue, queuename, timestamp",
                complaint(Sources.of(DataType.CONTACTS).sql(), "queue queuename timestamp"));
    }

    @Test
    void twoColumnsOfOneNameAreNotGuessedBetween() {
        assertEquals(
                "source acd1: two columns are called answered: leave one out or name it otherwise."
                        + " Columns found: queueidentifier, queuename, timestamp, answered, Answered",
                complaint(Sources.of(DataType.CONTACTS).sql(), CONTACT + " Answered"));
    }

    @Test
    void aMappingMayChooseBetweenTwoByTheirCase() throws Exception {
        var source =
                Sources.of(DataType.CONTACTS).map("answered", new Mapping.From("Answered")).sql();

        assertEquals(0, Checked.rows(source, CONTACT + " Answered").rejections.size());
    }

    @Test
    void aMappingToWhatIsNotThereIsNamed() {
        var source = Sources.of(DataType.CONTACTS).map("duration", new Mapping.From("Dauer")).sql();

        assertEquals(
                "source acd1: source.acd1.map.duration names the column Dauer, which is not there."
                        + " Columns found: queueidentifier, queuename, timestamp, answered",
                complaint(source, CONTACT));
    }

    @Test
    void aRequiredColumnCannotBeDropped() {
        var source =
                Sources.of(DataType.AGENT_STATUS).privacy("agentidentifier", Privacy.DROP).sql();

        assertEquals(
                "source acd1: agentidentifier is required and cannot be left out: set"
                        + " source.acd1.privacy.agentidentifier = hmac or plain. Columns found:"
                        + " agentidentifier, starttime, activity",
                complaint(source, "agentidentifier starttime activity"));
    }

    @Test
    void aPseudonymCannotStandForANumber() {
        var source = Sources.of(DataType.CONTACTS).privacy("answered", Privacy.HMAC).sql();

        assertEquals(
                "source acd1: answered is no text, so no pseudonym can stand for it: set"
                        + " source.acd1.privacy.answered = drop or plain. Columns found:"
                        + " queueidentifier, queuename, timestamp, answered",
                complaint(source, CONTACT));
    }

    private static String complaint(SourceConfig source, String columns) {
        return assertThrows(ShapeException.class, () -> Checked.rows(source, columns)).getMessage();
    }
}
