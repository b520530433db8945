package dev.wgmesh.testing.route53;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** AWS credentials are in the system properties of the JVM during the tests of the class. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SystemCredentials.Properties.class)
public @interface SystemCredentials {
    /** Sets the properties before the first test, and clears them after the last. */
    final class Properties implements BeforeAllCallback, AfterAllCallback {
        private static final Map<String, String> CREDENTIALS =
                Map.of(
                        "aws.accessKeyId", "AKIDEXAMPLE",
                        "aws.secretAccessKey", "secret",
                        "aws.disableEc2Metadata", "true");

        @Override
        public void beforeAll(ExtensionContext tests) {
            CREDENTIALS.forEach(System::setProperty);
        }

        @Override
        public void afterAll(ExtensionContext tests) {
            CREDENTIALS.keySet().forEach(System::clearProperty);
        }
    }
}
