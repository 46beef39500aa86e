/** Version of the photo notice (R33): raised when its meaning changes; then it is read and accepted anew. */
export const PHOTO_NOTICE_VERSION = 1;
