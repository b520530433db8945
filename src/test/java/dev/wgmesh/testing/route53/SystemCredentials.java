package dev.wgmesh.testing.route53;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** AWS credentials are in the system properties of the JVM during each test of the class. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
@ExtendWith(SystemCredentials.Properties.class)
public @interface SystemCredentials {
    /** Sets the properties before a test, and clears them after it. */
    final class Properties implements BeforeEachCallback, AfterEachCallback {
        private static final Map<String, String> CREDENTIALS =
                Map.of(
                        "aws.accessKeyId", "AKIDEXAMPLE",
                        "aws.secretAccessKey", "secret",
                        "aws.disableEc2Metadata", "true");

        @Override
        public void beforeEach(ExtensionContext test) {
            CREDENTIALS.forEach(System::setProperty);
        }

        @Override
        public void afterEach(ExtensionContext test) {
            CREDENTIALS.keySet().forEach(System::clearProperty);
        }
    }
}
