/** Anthropic's Messages, as requests, answers and frames name the dialect they are of. */
export const ANTHROPIC_MESSAGES = 'anthropic-messages'
