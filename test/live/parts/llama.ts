import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Part } from './part.ts'
import { pip } from './pip.ts'

/** The last part of the package's version is llama.cpp's build number. */
export const LLAMA_BUILD = 'b11549'

/** llama.cpp's server as a Python package: one model a process. */
export const llama: Part = {
  name: 'llama',
  title: `llama.cpp ${LLAMA_BUILD} from xllamacpp (some seconds, 110 MB)`,
  needs: ['python3'],
  isThere: (folder) =>
    sitePackages(folder).some((packages) => existsSync(join(packages, 'xllamacpp'))),
  install: (folder, run) =>
    pip(folder, run, 'install', '--no-deps', `xllamacpp==2026.10.${LLAMA_BUILD.slice(1)}`),
}

function sitePackages(folder: string): readonly string[] {
  const lib = join(folder, 'venv', 'lib')
  if (!existsSync(lib)) return []
  return readdirSync(lib).map((python) => join(lib, python, 'site-packages'))
}
