package dev.wgmesh.testing.route53;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** XML of the API: read as a tree, written element by element. */
final class Xml {
    static final String NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter out;

    /** A document with that root element, open. */
    Xml(String root) {
        try {
            out = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            out.writeStartDocument("UTF-8", "1.0");
            out.writeStartElement(root);
            out.writeDefaultNamespace(NAMESPACE);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    Xml open(String element) {
        try {
            out.writeStartElement(element);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    Xml close() {
        try {
            out.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    Xml leaf(String element, Object value) {
        open(element);
        try {
            out.writeCharacters(value.toString());
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return close();
    }

    /** The whole document; what is open is closed. */
    @Override
    public String toString() {
        try {
            out.writeEndDocument();
            out.flush();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    static Element read(InputStream in) throws IOException, ApiError {
        try {
            var factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(in).getDocumentElement();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        } catch (SAXException e) {
            throw ApiError.input("Invalid XML ; " + e.getMessage());
        }
    }

    /** Every element of that name below, in order. */
    static List<Element> all(Element above, String name) {
        var found = above.getElementsByTagNameNS(NAMESPACE, name);
        var elements = new ArrayList<Element>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    /** The text of the first element of that name below; empty where there is none. */
    static String text(Element above, String name) {
        return all(above, name).stream().findFirst().map(Element::getTextContent).orElse("");
    }
}
