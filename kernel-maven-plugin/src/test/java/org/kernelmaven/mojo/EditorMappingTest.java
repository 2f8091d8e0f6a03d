package org.kernelmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** Eclipse shows an error in each project that binds a goal which the mapping does not name. */
class EditorMappingTest {

    private static final String MAPPING = "META-INF/m2e/lifecycle-mapping-metadata.xml";
    private static final String COMPONENTS = "META-INF/plexus/components.xml";
    private static final String PREFIX = "org.kernelmaven:kernel-maven-plugin:";

    @Test
    void everyGoalOfALifecycleIsMapped() throws Exception {
        var bound = texts(COMPONENTS, "//phases/*").stream()
                .flatMap(goals -> Stream.of(goals.split(",")))
                .map(String::strip)
                .filter(goal -> goal.startsWith(PREFIX))
                .map(goal -> goal.substring(PREFIX.length()))
                .toList();

        assertThat(bound).contains("compile", "test", "module-compile");
        assertThat(texts(MAPPING, "//goal")).containsAll(bound);
    }

    @Test
    void everyMappedGoalIsOneOfThePluginAndMappedOnce() throws Exception {
        assertThat(texts("META-INF/maven/plugin.xml", "/plugin/mojos/mojo/goal"))
                .containsAll(texts(MAPPING, "//goal"));
        assertThat(texts(MAPPING, "//goal")).doesNotHaveDuplicates();
    }

    @Test
    void everyPackagingIsMapped() throws Exception {
        assertThat(texts(MAPPING, "//packagingType"))
                .containsExactlyInAnyOrderElementsOf(
                        texts(COMPONENTS, "//component[role[contains(., 'LifecycleMapping')]]/role-hint"));
    }

    private static List<String> texts(String resource, String expression) throws Exception {
        try (InputStream in = EditorMappingTest.class.getClassLoader().getResourceAsStream(resource)) {
            var document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            var found = (NodeList)
                    XPathFactory.newInstance().newXPath().evaluate(expression, document, XPathConstants.NODESET);
            var texts = new ArrayList<String>();
            for (var i = 0; i < found.getLength(); i++) {
                texts.add(found.item(i).getTextContent().strip());
            }
            return texts;
        }
    }
}
