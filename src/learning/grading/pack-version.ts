/** What tells one set of probes from another: the start of a checksum of all of them. */
export const PACK_VERSION = '581d123d3d26'
