import type { JobControl, Wish } from '../../contracts/job.ts'

/** A job, as far as a profile is one. */
export interface Run {
  /** As they are now. */
  wishes(): readonly Wish[]
  readonly control: JobControl
}

/** A part of a job: what is asked for in it, and when it ends before its end. */
export interface Round extends Run {
  readonly signal: AbortSignal
  /** Called before each question, and again and again while one waits. */
  look(): void
}

interface RoundOptions {
  readonly wishes: readonly Wish[]
  readonly control: JobControl
  /** Something else must come first. */
  mustEnd(): boolean
}

/** Works until that is done, or until something else must come first; rejects as the work does, or when the job is ended. */
export async function inRound(
  { wishes, control, mustEnd }: RoundOptions,
  work: (round: Round) => Promise<void>,
): Promise<void> {
  const preempted = new AbortController()
  const round: Round = {
    ...{ wishes: () => wishes, control },
    signal: AbortSignal.any([control.signal, preempted.signal]),
    look() {
      if (mustEnd()) preempted.abort(new Error('Somebody waits for something else.'))
    },
  }
  try {
    await work(round)
  } catch (thrown) {
    control.signal.throwIfAborted()
    if (!preempted.signal.aborted) throw thrown
  }
}
