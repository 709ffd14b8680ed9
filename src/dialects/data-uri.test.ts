import { expect, it, test } from 'vitest'
import { readDataUri } from './data-uri.ts'

it('reads data and its type, and leaves addresses', () => {
  expect(readDataUri('DATA:Image/PNG;name=a;BASE64,AA,=', 'p')).toEqual({
    mediaType: 'image/png',
    data: 'AA,=',
  })
  expect(readDataUri('data:;base64,', 'p')).toEqual({ mediaType: '', data: '' })
  expect(readDataUri('https://a.example/data:,', 'p')).toBeUndefined()
})

test.each([
  ['data:image/png', 'invalid_request', 'p: the image is no data URI.'],
  ['data:image/png,AA', 'unsupported_content', 'p: the model chosen takes images in base64 only.'],
])('%s is refused', (url, code, message) => {
  expect(() => readDataUri(url, 'p')).toThrow(
    expect.objectContaining({ code, message, details: expect.objectContaining({ param: 'p' }) }),
  )
})
