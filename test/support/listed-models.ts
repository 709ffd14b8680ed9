import { openaiCompatible } from '../../src/backends/openai-compatible.ts'
import type { BackendSettings } from '../../src/contracts/backend.ts'
import type { ReportedModel } from '../../src/contracts/model.ts'
import { backendSettings } from './backend-settings.ts'
import type { ScriptedServer } from './scripted-server.ts'

const never = new AbortController().signal

/** What one look of the OpenAI-compatible kind makes of a server that lists this. */
export async function listedModels(
  server: ScriptedServer,
  listed: object,
  more: Partial<BackendSettings> = {},
): Promise<readonly ReportedModel[]> {
  server.script['/v1/models'] = listed
  const backend = openaiCompatible.connect(backendSettings(server.url, more))
  try {
    return (await backend.look(never)).models
  } finally {
    await backend.close()
  }
}
