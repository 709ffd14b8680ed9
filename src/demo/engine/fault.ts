/** The ways a simulated server fails on command. */
export const FAULT_MODES = [
  'status',
  'hang_before_headers',
  'hang_mid_stream',
  'cut_mid_stream',
  'error_mid_stream',
  'no_finish',
  'garbage',
] as const

/** One ordered failure: of model calls, or of the one path that it names. */
export interface Fault {
  readonly mode: (typeof FAULT_MODES)[number]
  /** Requests it strikes; absent = until it is taken back. */
  readonly times?: number
  readonly path?: string
  readonly model?: string
  /** Content frames sent before a failure in mid-stream; 1 when absent. */
  readonly after?: number
  /** Of mode `status`, and what an error in mid-stream stands for where the protocol says so; 500 when absent. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Of mode `status` and `error_mid_stream`. */
  readonly message?: string
}

/** A request as faults tell them apart. */
export interface Target {
  readonly path: string
  readonly inference: boolean
  readonly model: string | undefined
}

/** Takes the fault that strikes this request from the list, once used up. */
export function takeFault(
  faults: readonly Fault[],
  target: Target,
): { readonly fault: Fault | undefined; readonly left: Fault[] } {
  const fault = faults.find((one) => strikes(one, target))
  if (fault?.times === undefined) return { fault, left: [...faults] }
  const rest = { ...fault, times: fault.times - 1 }
  return {
    fault,
    left: faults.flatMap((one) => (one !== fault ? [one] : rest.times > 0 ? [rest] : [])),
  }
}

function strikes(fault: Fault, target: Target): boolean {
  const here = fault.path === undefined ? target.inference : fault.path === target.path
  return here && (fault.model === undefined || fault.model === target.model)
}
