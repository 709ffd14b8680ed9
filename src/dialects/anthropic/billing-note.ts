/** Claude Code's note to Anthropic's billing, another one with every request: it would spoil a prompt cache. */
const BILLING_NOTE = /^x-anthropic-billing-header:[^\n]*\n*/

/** Whether a system prompt, or a block of one, begins with the note for Anthropic's billing. */
export function hasBillingNote(text: string): boolean {
  return BILLING_NOTE.test(text)
}

/** A system prompt without the note for Anthropic's billing. */
export function withoutBillingNote(text: string): string {
  return text.replace(BILLING_NOTE, '')
}
