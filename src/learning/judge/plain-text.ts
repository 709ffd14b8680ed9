/** Characters that show nothing, or turn what is shown around: what a person cannot see, no judge should read. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}|\p{Cf}|(?![\t\n\r])\p{Cc}/gu

/** What models are told apart from their users by: no answer has them but to pretend. */
const CONTROL_WORDS =
  /<\|[^|<>\n]{1,40}\|>|\[\/?(?:INST|SYSTEM_PROMPT)\]|<<\/?SYS>>|<\/?(?:start|end)_of_turn>|<\/?s>/gi

/** A text as a judge is shown it: what it looks like to a person. */
export function plainText(text: string): string {
  return text.normalize('NFKC').replaceAll(UNSEEN, '').replaceAll(CONTROL_WORDS, ' ')
}
