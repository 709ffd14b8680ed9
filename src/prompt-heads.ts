import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type PromptHeads, promptHeadsOf } from './analysis/prompt-heads.ts'

const WEIGHTS = new URL('./analysis/weights/', import.meta.url)

/** Reads the heads that are shipped; Error naming the file when it is missing, or is not what its manifest says. */
export async function loadPromptHeads(folder: URL = WEIGHTS): Promise<PromptHeads> {
  const weights = new URL('prompt-heads.bin', folder)
  const manifest = new URL('manifest.json', folder)
  const [bytes, said] = await Promise.all([read(weights), read(manifest)])
  const hash = createHash('sha256').update(bytes).digest('hex')
  if (hash !== saidHash(said)) {
    throw new Error(
      `${fileURLToPath(weights)} is damaged: it is not the file that manifest.json names`,
    )
  }
  return promptHeadsOf(bytes, hash)
}

async function read(file: URL): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new Error(`${fileURLToPath(file)} cannot be read`, { cause })
  }
}

function saidHash(manifest: Buffer): unknown {
  try {
    const said: unknown = JSON.parse(manifest.toString())
    return typeof said === 'object' && said !== null && 'sha256' in said ? said.sha256 : undefined
  } catch {
    return undefined
  }
}
