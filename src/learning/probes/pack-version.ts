/** What tells one set of probes from another. */
export const PACK_VERSION = '0'
