import type { ToolDefinition } from '../../contracts/chat.ts'
import type { Json } from '../../contracts/json.ts'

function tool(
  name: string,
  description: string,
  properties: Readonly<Record<string, Json>>,
  required: readonly string[] = Object.keys(properties),
): ToolDefinition {
  return { name, description, parameters: { type: 'object', properties, required } }
}

const text: Json = { type: 'string' }
const whole: Json = { type: 'integer' }
const amount: Json = { type: 'number' }

/** Tools that probes offer; none of them is ever run. */
export const TOOLS = {
  weather: tool('get_weather', 'The weather of a day in a city.', {
    city: text,
    date: { type: 'string', description: 'YYYY-MM-DD' },
  }),
  mail: tool('send_mail', 'Sends a mail.', { to: text, subject: text, body: text }),
  timer: tool('set_timer', 'Starts a kitchen timer.', { seconds: whole }),
  light: tool(
    'set_light',
    'Sets the lamp of a room.',
    {
      room: { type: 'string', enum: ['kitchen', 'bedroom', 'office'] },
      on: { type: 'boolean' },
      brightness: { type: 'integer', description: 'Percent; leave out to keep it.' },
    },
    ['room', 'on'],
  ),
  convert: tool('convert_currency', 'Converts an amount of money.', {
    amount,
    from: { type: 'string', description: 'ISO code' },
    to: { type: 'string', description: 'ISO code' },
  }),
  flight: tool('book_flight', 'Books a flight.', {
    from: { type: 'string', description: 'IATA code' },
    to: { type: 'string', description: 'IATA code' },
    date: { type: 'string', description: 'YYYY-MM-DD' },
    passengers: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: text, age: whole },
        required: ['name', 'age'],
      },
    },
  }),
  search: tool(
    'search_files',
    'Finds files by a part of their name.',
    {
      pattern: text,
      folder: text,
      limit: whole,
    },
    ['pattern'],
  ),
  remove: tool('delete_file', 'Deletes a file for good.', { path: text }),
  read: tool('read_file', 'Reads a file.', { path: text, from_line: whole, to_line: whole }, [
    'path',
  ]),
  query: tool(
    'run_query',
    'Looks into the table of orders.',
    {
      filters: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            field: { type: 'string', enum: ['status', 'country', 'total', 'year'] },
            op: { type: 'string', enum: ['=', '<', '>', '<=', '>='] },
            value: { type: ['string', 'number'] },
          },
          required: ['field', 'op', 'value'],
        },
      },
      sort_by: text,
      descending: { type: 'boolean' },
      limit: whole,
    },
    ['filters'],
  ),
} as const
