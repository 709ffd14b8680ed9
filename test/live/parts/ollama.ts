import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Run } from '../support/run.ts'
import { missingOf, type Part } from './part.ts'

const OLLAMA_VERSION = '0.24.0'

const MODULE = 'github.com/ollama/ollama'
/** Headers that the module's own archive leaves out, and the Debian packages that have them. */
const HEADERS = {
  'nlohmann/json.hpp': 'nlohmann-json3-dev',
  'stb/stb_image.h': 'libstb-dev',
} as const

/** Where the program lies. */
export function ollamaProgram(folder: string): string {
  return join(folder, 'bin', 'ollama')
}

/** The last line of Ollama that needs no second program to compute. */
export const ollama: Part = {
  name: 'ollama',
  title: `Ollama ${OLLAMA_VERSION}, built from its Go module (10 to 30 minutes, 1 GB in Go's caches)`,
  needs: ['go', 'g++'],
  isThere: (folder) => existsSync(ollamaProgram(folder)),
  async install(folder, run) {
    const system = await headerFolder(folder, run)
    const include = [join(import.meta.dirname, 'include'), ...system]
    const flags = process.arch === 'x64' ? '-O2 -march=x86-64-v3' : '-O2'
    const version = `-X ${MODULE}/version.Version=${OLLAMA_VERSION}`
    await run(['go', 'install', '-ldflags', version, `${MODULE}@v${OLLAMA_VERSION}`], {
      cwd: folder,
      env: {
        GOBIN: join(folder, 'bin'),
        CGO_ENABLED: '1',
        CGO_CPPFLAGS: include.map((path) => `-I${path}`).join(' '),
        CGO_CFLAGS: flags,
        CGO_CXXFLAGS: flags,
      },
    })
  },
}

/** Folders to include from: none when the system has the headers, else one into which its packages are unpacked. */
async function headerFolder(folder: string, run: Run): Promise<readonly string[]> {
  const own = join(folder, 'headers', 'usr', 'include')
  const missing = Object.entries(HEADERS).filter(
    ([header]) => !existsSync(join('/usr/include', header)),
  )
  const wanted = missing.filter(([header]) => !existsSync(join(own, header)))
  if (wanted.length > 0) {
    await unpack(
      wanted.map(([, name]) => name),
      join(folder, 'headers'),
      run,
    )
  }
  return missing.length > 0 ? [own] : []
}

/** Only fetches and unpacks: nothing of the system is changed. */
async function unpack(packages: readonly string[], target: string, run: Run): Promise<void> {
  const names = packages.join(' and ')
  const tools = missingOf(['apt-get', 'dpkg-deb'])
  if (tools.length > 0) throw new Error(`needs the headers of ${names}: install them and try again`)
  mkdirSync(target, { recursive: true })
  try {
    await run(['apt-get', 'download', ...packages], { cwd: target })
  } catch {
    throw new Error(
      `needs the headers of ${names}: run "apt-get install ${packages.join(' ')}" and try again`,
    )
  }
  for (const file of readdirSync(target).filter((name) => name.endsWith('.deb'))) {
    await run(['dpkg-deb', '-x', join(target, file), target])
  }
}
