/** What Anthropic signs with is some hundred bytes in base64; others use nothing, words, hexadecimal numbers, or base64 for URLs. */
const SIGNATURE = /^[A-Za-z0-9+/]{100,}={0,2}$/
const HEXADECIMAL = /^[\da-f]*$/i

/**
 * Whether a block is of thoughts that Anthropic cannot have signed: ours, or those of other servers with such an API. Of
 * thoughts whose signature looks like one of Anthropic's nobody else can tell.
 */
export function isForeignThought(block: unknown): boolean {
  const { type, signature } = Object(block)
  return type === 'thinking' && !isAnthropicSignature(signature)
}

function isAnthropicSignature(signature: unknown): boolean {
  return typeof signature === 'string' && SIGNATURE.test(signature) && !HEXADECIMAL.test(signature)
}
