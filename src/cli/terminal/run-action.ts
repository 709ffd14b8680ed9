import { ConfigError } from '../../config/config-error.ts'
import { EXIT_CODE } from './exit-code.ts'
import { forgiveClosedPipes } from './forgive-closed-pipes.ts'
import { terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** Runs a command to its exit code; what is wrong with the configuration or the call becomes a clear line, or JSON. */
export async function runAction(isJson: boolean, work: () => Promise<number>): Promise<void> {
  forgiveClosedPipes()
  try {
    process.exitCode = await work()
  } catch (error) {
    if (error instanceof ConfigError) {
      complain(isJson, error.message, { problems: error.problems })
      process.exitCode = EXIT_CODE.configuration
    } else if (error instanceof UsageError) {
      complain(isJson, error.message)
      process.exitCode = EXIT_CODE.problem
    } else throw error
  }
}

function complain(isJson: boolean, message: string, more: object = {}): void {
  if (isJson) terminal.json({ error: { message, ...more } })
  else terminal.note(message)
}
