import { GatewayError } from '../../contracts/errors.ts'

const TAKEN = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']

type ImageBlock = {
  readonly type: 'image'
  readonly source: Readonly<Record<string, string>>
}

/** An image as Anthropic takes it, from a data URI or an address. Throws a GatewayError that names the parameter. */
export function toImageBlock(url: string, param: string): ImageBlock {
  if (!/^data:/i.test(url)) return { type: 'image', source: { type: 'url', url } }
  const comma = url.indexOf(',')
  if (comma < 0) {
    throw new GatewayError('invalid_request', `${param}: the image is no data URI.`, { param })
  }
  const head = url.slice('data:'.length, comma)
  if (!/;base64$/i.test(head)) {
    const message = `${param}: the model chosen takes images in base64 only.`
    throw new GatewayError('unsupported_content', message, { param })
  }
  const named = (head.split(';')[0] ?? '').toLowerCase()
  const mediaType = named === 'image/jpg' ? 'image/jpeg' : named
  if (!TAKEN.includes(mediaType)) {
    const message = `${param}: the model chosen takes JPEG, PNG, GIF and WebP images, not "${named}".`
    throw new GatewayError('unsupported_content', message, { param })
  }
  const data = url.slice(comma + 1)
  return { type: 'image', source: { type: 'base64', media_type: mediaType, data } }
}
