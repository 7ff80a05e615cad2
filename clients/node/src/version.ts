/** Of this package. A constant, so that bundlers need no file beside the code. */
export const VERSION = "0.1.0";
