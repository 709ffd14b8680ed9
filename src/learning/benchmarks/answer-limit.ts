/** Bytes that all answers of one source may come to. */
export const ANSWER_LIMIT = 32 * 1024 * 1024
