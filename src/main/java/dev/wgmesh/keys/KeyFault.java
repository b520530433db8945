package dev.wgmesh.keys;

/** What can be wrong with the text of a key. */
public enum KeyFault {
    /** Characters outside base64, or padding in the wrong place. */
    NOT_BASE64,
    /** Base64 of another number of bytes than 32. */
    WRONG_LENGTH,
    /** 32 bytes in an encoding that {@code wg} rejects. */
    NOT_CANONICAL
}
