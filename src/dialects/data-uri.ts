import { GatewayError } from '../contracts/errors.ts'

interface DataUri {
  /** In lower case; '' = none named. */
  readonly mediaType: string
  /** In base64. */
  readonly data: string
}

/**
 * What the data URI of an image holds; undefined for an address. Throws a GatewayError that names the parameter for one
 * that is broken or not in base64.
 */
export function readDataUri(url: string, param: string): DataUri | undefined {
  if (!/^data:/i.test(url)) return undefined
  const comma = url.indexOf(',')
  if (comma < 0) {
    throw new GatewayError('invalid_request', `${param}: the image is no data URI.`, { param })
  }
  const head = url.slice('data:'.length, comma)
  if (!/;base64$/i.test(head)) {
    const message = `${param}: the model chosen takes images in base64 only.`
    throw new GatewayError('unsupported_content', message, { param })
  }
  return { mediaType: (head.split(';')[0] ?? '').toLowerCase(), data: url.slice(comma + 1) }
}
