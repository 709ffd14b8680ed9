/**
 * Reads the `input` of an OpenAI embedding request: text, a list of texts, one list of tokens or a list of such.
 * Tokens become text again, one word each. Undefined when it is none of these.
 */
export function readEmbeddingInputs(input: unknown): readonly string[] | undefined {
  const items: readonly unknown[] = Array.isArray(input) && !isTokens(input) ? input : [input]
  const texts = items.map((item) => (isTokens(item) ? item.join(' ') : item))
  const read = texts.filter((text) => typeof text === 'string')
  return read.length === texts.length && read.length > 0 ? read : undefined
}

/** A vector as OpenAI sends it in base64: little-endian floats of four bytes. */
export function base64Vector(vector: readonly number[]): string {
  return Buffer.from(Float32Array.from(vector).buffer).toString('base64')
}

function isTokens(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number')
}
