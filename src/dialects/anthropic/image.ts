import { GatewayError } from '../../contracts/errors.ts'
import { readDataUri } from '../data-uri.ts'

const TAKEN = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']

type ImageBlock = {
  readonly type: 'image'
  readonly source: Readonly<Record<string, string>>
}

/** An image as Anthropic takes it, from a data URI or an address. Throws a GatewayError that names the parameter. */
export function toImageBlock(url: string, param: string): ImageBlock {
  const uri = readDataUri(url, param)
  if (uri === undefined) return { type: 'image', source: { type: 'url', url } }
  const { mediaType: named, data } = uri
  const mediaType = named === 'image/jpg' ? 'image/jpeg' : named
  if (!TAKEN.includes(mediaType)) {
    const message = `${param}: the model chosen takes JPEG, PNG, GIF and WebP images, not "${named}".`
    throw new GatewayError('unsupported_content', message, { param })
  }
  return { type: 'image', source: { type: 'base64', media_type: mediaType, data } }
}
