package dev.wgmesh.command;

import dev.wgmesh.cli.SecretRedaction;
import dev.wgmesh.model.IpAddress;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A value of {@code --ip}.
 *
 * @param address empty for {@code auto}: a free address
 */
record AddressChoice(Optional<IpAddress> address) {
    /** The choice of a free address. */
    static final AddressChoice AUTO = new AddressChoice(Optional.empty());

    /** Converts {@code auto} or an address. */
    static final class Converter implements ITypeConverter<AddressChoice> {
        @Override
        public AddressChoice convert(String text) {
            if (text.equals("auto")) {
                return AUTO;
            }
            return new AddressChoice(
                    Optional.of(
                            IpAddress.parse(text)
                                    .orElseThrow(() ->
                                            new TypeConversionException(
                                                    "expected auto or an IP address, got "
                                                            + SecretRedaction.quote(text)))));
        }
    }
}
