/** The thread of the sandbox: a JavaScript engine of its own inside WebAssembly, without any object of this one. */
import { parentPort } from 'node:worker_threads'
import variant from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
  Scope,
  shouldInterruptAfterDeadline,
} from 'quickjs-emscripten-core'
import { READY, type SandboxJob, type SandboxResult } from './sandbox-job.ts'

/** What every JavaScript engine has, and the types of Node.js do not name. */
declare const WebAssembly: {
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => object
}

const PAGE_BYTES = 64 * 1024
/** What there is altogether: the engine's own bound is too weak a one. */
const MEMORY_BYTES = 64 * 1024 * 1024
/** What code may take of it. */
const CODE_BYTES = MEMORY_BYTES / 2
const STACK_BYTES = 256 * 1024
/** For all calls of a job together. */
const TIME_MS = 1500
const LONGEST_RESULT = 100_000

const wasmMemory = new WebAssembly.Memory({
  initial: MEMORY_BYTES / PAGE_BYTES / 4,
  maximum: MEMORY_BYTES / PAGE_BYTES,
})
/** Its types take its module for one of another kind. */
const release = variant as unknown as QuickJSSyncVariant
const engine = await newQuickJSWASMModuleFromVariant(newVariant(release, { wasmMemory }))

parentPort?.on('message', (job: SandboxJob) => parentPort?.postMessage(run(engine, job)))
parentPort?.postMessage(READY)

/** Every call has an engine of its own: none sees what another left behind. One that breaks ends this thread. */
function run(module: QuickJSWASMModule, { source, name, inputs }: SandboxJob): SandboxResult[] {
  const deadline = Date.now() + TIME_MS
  return inputs.map((input) =>
    Scope.withScope((scope) => {
      const runtime = scope.manage(module.newRuntime())
      runtime.setMemoryLimit(CODE_BYTES)
      runtime.setMaxStackSize(STACK_BYTES)
      runtime.setInterruptHandler(shouldInterruptAfterDeadline(deadline))
      const context = scope.manage(runtime.newContext())
      const text = called(scope, context, [source, `${name}(...${JSON.stringify(input)})`])
      return text === undefined || text.length > LONGEST_RESULT ? {} : { gave: JSON.parse(text) }
    }),
  )
}

/** The value of the last of these programs as JSON. JSON's own function is kept aside before any code can touch it. */
function called(
  scope: Scope,
  context: QuickJSContext,
  programs: readonly string[],
): string | undefined {
  const stringify = scope.manage(context.unwrapResult(context.evalCode('JSON.stringify')))
  let value = stringify
  for (const program of programs) {
    const result = scope.manage(context.evalCode(program))
    if (result.error) return undefined
    value = result.value
  }
  const text = scope.manage(context.callFunction(stringify, context.undefined, value))
  if (text.error || context.typeof(text.value) !== 'string') return undefined
  return context.getString(text.value)
}
