package dev.wgmesh.render;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Keys for their owner. */
public sealed interface KeyPrinter {
    /** {@code PrivateKey = …} and {@code PublicKey = …}, as wg writes them. */
    KeyPrinter TEXT = new Text();

    /** A document {@code wg-mesh/keys}. */
    KeyPrinter JSON = new JsonText();

    /** Returns the pairs, in order; private keys are printed here and by {@link #privateKey}. */
    String pairs(List<PrivateKey> keys);

    /** Returns the content of a key file. */
    String privateKey(PrivateKey key);

    /** Returns a public key whose private key is not printed. */
    String publicKey(PublicKey key);

    /** Returns the content of the file of a secret of preshared keys. */
    String secret(PskSecret secret);

    /** Returns the id of a secret that is not printed. */
    String secretId(PskSecret secret);

    /** For people and for configuration files. */
    record Text() implements KeyPrinter {
        @Override
        public String pairs(List<PrivateKey> keys) {
            var text = new StringBuilder();
            for (PrivateKey key : keys) {
                text.append(text.isEmpty() ? "" : "\n");
                text.append("PrivateKey = ").append(key.reveal()).append('\n');
                text.append("PublicKey = ").append(key.publicKey()).append('\n');
            }
            return text.toString();
        }

        @Override
        public String privateKey(PrivateKey key) {
            return key.reveal() + "\n";
        }

        @Override
        public String publicKey(PublicKey key) {
            return key + "\n";
        }

        @Override
        public String secret(PskSecret secret) {
            return secret.reveal() + "\n";
        }

        @Override
        public String secretId(PskSecret secret) {
            return "id " + secret.id() + "\n";
        }
    }

    /** For programs. */
    record JsonText() implements KeyPrinter {
        @Override
        public String pairs(List<PrivateKey> keys) {
            ObjectNode document = Json.document("keys");
            var array = document.putArray("keys");
            for (PrivateKey key : keys) {
                array.addObject()
                        .put("privateKey", key.reveal())
                        .put("publicKey", key.publicKey().base64());
            }
            document.putArray("problems");
            return Json.text(document);
        }

        @Override
        public String privateKey(PrivateKey key) {
            return pairs(List.of(key));
        }

        @Override
        public String publicKey(PublicKey key) {
            ObjectNode document = Json.document("keys");
            document.putArray("keys").addObject().put("publicKey", key.base64());
            document.putArray("problems");
            return Json.text(document);
        }

        @Override
        public String secret(PskSecret secret) {
            return secret(Json.object().put("secret", secret.reveal()).put("id", secret.id()));
        }

        @Override
        public String secretId(PskSecret secret) {
            return secret(Json.object().put("id", secret.id()));
        }

        private static String secret(ObjectNode psk) {
            ObjectNode document = Json.document("keys");
            document.putArray("keys");
            document.set("psk", psk);
            document.putArray("problems");
            return Json.text(document);
        }
    }
}
