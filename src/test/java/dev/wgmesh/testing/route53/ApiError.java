package dev.wgmesh.testing.route53;

import java.util.List;

/** An error reply of the API. */
final class ApiError extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient List<String> messages;

    ApiError(int status, String code, List<String> messages) {
        super(code + " " + messages);
        this.status = status;
        this.code = code;
        this.messages = List.copyOf(messages);
    }

    ApiError(int status, String code, String message) {
        this(status, code, List.of(message));
    }

    static ApiError input(String message) {
        return new ApiError(400, "InvalidInput", message);
    }

    static ApiError batch(List<String> messages) {
        return new ApiError(400, "InvalidChangeBatch", messages);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    List<String> messages() {
        return messages;
    }
}
