import type { ToolCall, ToolDefinition } from '../../../contracts/chat.ts'
import { userSays } from '../../asking/own-request.ts'
import type { Exam, Examinee } from '../exam.ts'
import { unlessRefused } from '../refused.ts'
import { uncut } from '../thoughts.ts'

const TOOL: ToolDefinition = {
  name: 'get_temperature',
  description: 'Tells the temperature in a city at this moment.',
  parameters: {
    type: 'object',
    properties: {
      city: { type: 'string' },
      unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
    },
    required: ['city', 'unit'],
  },
}

const QUESTIONS = [
  { city: 'Oslo', unit: 'celsius', text: 'How warm is it in Oslo right now, in celsius?' },
  { city: 'Lima', unit: 'fahrenheit', text: 'Tell me the temperature in Lima in fahrenheit.' },
]

/** Whether the model calls a tool, with arguments that fit its schema. */
export const tools: Exam = {
  name: 'tools',
  role: 'chat',
  concerns: ({ facts }) => !isReportedMissing(facts.capabilities.tools),
  async take(examinee) {
    for (const question of QUESTIONS) {
      if (await unlessRefused(calls(examinee, question))) return { works: true }
    }
    return { works: false }
  },
}

/** A backend that says itself that something is missing is believed. */
function isReportedMissing(fact: { readonly value: boolean; readonly source: string } | undefined) {
  return fact?.value === false && fact.source === 'reported'
}

async function calls(
  { ask }: Examinee,
  { city, unit, text }: (typeof QUESTIONS)[number],
): Promise<boolean> {
  const { choice } = await ask({
    messages: [userSays(`${text} Use the tool get_temperature.`)],
    tools: [TOOL],
    reasoning: 'none',
    sampling: { temperature: 0, maxTokens: 200 },
  })
  return uncut(choice).toolCalls.some((call) => fits(call, city, unit))
}

function fits(call: ToolCall, city: string, unit: string): boolean {
  if (call.name !== TOOL.name) return false
  try {
    const given = Object(JSON.parse(call.arguments))
    return String(given.city).toLowerCase().includes(city.toLowerCase()) && given.unit === unit
  } catch {
    return false
  }
}
