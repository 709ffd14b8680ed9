/** Paths that clients ask for without `/v1` when their base URL lacks it. */
const BARE = /^\/(?:chat\/completions|embeddings|messages|models)(?=[/?]|$)/

/** The path a client means: a base URL with `/v1` too many or too few is the commonest mistake there is. */
export function apiPath(url: string): string {
  const path = url.replace(/^\/+/, '/').replace(/^(?:\/+v1)+\/+/, '/v1/')
  return BARE.test(path) ? `/v1${path}` : path
}
