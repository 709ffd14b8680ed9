import { CHAT } from './recipes.ts'

interface Message {
  readonly role: string
  readonly content: string | null
  readonly tool_calls?: readonly object[]
  readonly tool_call_id?: string
}

/** A question that even the smallest model answers, always with the same words. */
export function askForParis(backend: string, more: object = {}): object {
  const messages = [{ role: 'user', content: 'What is the capital of France?' }]
  return { model: `${CHAT}@${backend}`, messages, temperature: 0, max_tokens: 24, ...more }
}

/** Goes on for some hundred tokens. */
export function askForMuch(backend: string, more: object = {}): object {
  const content = 'Count from one to one hundred in words, one number a line.'
  const messages = [{ role: 'user', content }]
  return {
    ...{ model: `${CHAT}@${backend}`, messages, temperature: 0, max_tokens: 300, stream: true },
    ...more,
  }
}

const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
    },
  },
}

/** Asks for a call of `get_weather`; two examples in the conversation show the small model how. */
export function askForTool(backend: string, more: object = {}): object {
  const messages = [...called('Paris', 1), ...called('Rome', 2), question('Oslo')]
  return {
    ...{ model: `${CHAT}@${backend}`, messages, tools: [WEATHER], temperature: 0, max_tokens: 60 },
    ...more,
  }
}

function called(city: string, number: number): readonly Message[] {
  const id = `call_${number}`
  const call = { name: 'get_weather', arguments: JSON.stringify({ city }) }
  return [
    question(city),
    { role: 'assistant', content: '', tool_calls: [{ id, type: 'function', function: call }] },
  ]
}

function question(city: string): Message {
  return { role: 'user', content: `Weather in ${city}?` }
}
