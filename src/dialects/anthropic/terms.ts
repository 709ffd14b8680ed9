import type { Terms } from '../../contracts/chat.ts'
import { addressIn, namesAddress } from '../names-address.ts'
import { untranslatable } from './untranslatable.ts'

/** Anthropic's spelling of what a request may ask for. */
export const anthropicTerms: Terms = {
  names: {
    choices: [],
    format: ['output_config.format', 'output_format'],
    frequencyPenalty: [],
    logprobs: [],
    maxTokens: ['max_tokens'],
    minP: [],
    parallelTools: ['tool_choice.disable_parallel_tool_use'],
    presencePenalty: [],
    reasoning: ['thinking', 'output_config.effort'],
    repeatPenalty: [],
    seed: [],
    stop: ['stop_sequences'],
    strictTools: [],
    temperature: ['temperature'],
    toolChoice: ['tool_choice'],
    topK: ['top_k'],
    topP: ['top_p'],
    user: ['metadata.user_id'],
  },
  untranslatable,
  namesAddress: (request) =>
    namesAddress(request) || sourceNamesAddress(request.fields['messages']),
}

/** Blocks in which an address is only a word: of a text's source, of a tool's arguments, of what a search has found. */
const WORDS = /^(?:text|thinking|redacted_thinking|tool_use|server_tool_use|\w+_tool_result)$/

/** Of blocks whose content is lost in translation, the client's bytes keep it. */
function sourceNamesAddress(messages: unknown): boolean {
  const blocks = (Array.isArray(messages) ? messages : []).flatMap(({ content }) => content)
  return blocks.some((block) => !WORDS.test(Object(block).type) && addressIn(block) !== undefined)
}
