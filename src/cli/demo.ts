import type { Command } from 'commander'
import { TRIALS } from '../demo/try-page.ts'
import type { CliCommand } from './cli-command.ts'
import { cannotListen } from './setup/cannot-listen.ts'
import { type DemoRouter, startDemo } from './setup/demo-router.ts'
import { JSON_OPTION } from './setup/load-settings.ts'
import { EXIT_CODE, exitCodeHelp } from './terminal/exit-code.ts'
import { startProgress } from './terminal/progress.ts'
import { runAction } from './terminal/run-action.ts'
import { onSignals } from './terminal/signals.ts'
import { terminal } from './terminal/terminal.ts'

interface DemoFlags {
  readonly host?: string
  readonly port?: string
  readonly json?: boolean
}

/** Lets a person try the router without a model or a GPU. */
export const demo: CliCommand = {
  name: 'demo',
  configure(command: Command, version: string): Command {
    return command
      .description('try the router without a GPU: three simulated backends, and a router in front')
      .option('--host <address>', 'address to listen on')
      .option('--port <number>', 'port to listen on')
      .option(...JSON_OPTION)
      .addHelpText('after', '\nCtrl-C ends it and leaves nothing behind.')
      .addHelpText('after', exitCodeHelp('done', 'problem', 'configuration', 'inUse'))
      .action((flags: DemoFlags) => runAction(flags.json === true, () => run(flags, version)))
  },
}

async function run({ json, ...flags }: DemoFlags, version: string): Promise<number> {
  const progress = startProgress('Starting three simulated backends', json)
  const logTo = json ? process.stderr : process.stdout
  const starting = startDemo({ flags, version, logTo })
  onSignals({
    stop: async () => (await starting.catch(() => undefined))?.stop(),
    reload: async () => undefined,
  })
  try {
    const started = await starting
    progress.end()
    if (json) terminal.json({ simulated: true, ...started })
    else for (const line of introduction(started)) terminal.line(line)
    return EXIT_CODE.done
  } catch (error) {
    progress.end()
    return refuse(error, json)
  }
}

function refuse(error: unknown, json = false): number {
  const refusal = cannotListen(error)
  if (refusal === undefined) throw error
  if (json) terminal.json({ error: { message: refusal.text } })
  else terminal.note(refusal.text)
  return refusal.exitCode
}

function introduction({ url, model, backends }: DemoRouter): readonly string[] {
  return [
    '',
    terminal.style('bold', 'Everything behind this router is simulated: no model is running.'),
    ...backends.map(({ name, kind }) => `  ${name} speaks the protocol of ${kind}`),
    '',
    `Open ${url} in a browser, or ask from a shell:`,
    '',
    ...TRIALS.filter(({ picture }) => !picture).flatMap(({ label, prompt }) => [
      `# ${label}`,
      `curl -i -N ${url}/v1/chat/completions -H 'content-type: application/json' \\`,
      `  -d '${JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: prompt }] })}'`,
      '',
    ]),
    'The headers x-router-model and x-router-reason say who answered and why. Ctrl-C ends everything.',
    '',
  ]
}
