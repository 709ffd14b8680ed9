import type { Command } from 'commander'
import type { CliCommand } from './cli-command.ts'
import { type JobAnswer, Profiles, Started } from './router/answers.ts'
import { askRouter } from './router/ask-router.ts'
import { cancelJob } from './router/cancel-job.ts'
import { followJob } from './router/follow-job.ts'
import { jobLine } from './router/job-line.ts'
import { profileTable } from './router/profile-table.ts'
import { type RouterAddress, routerAddress } from './router/router-address.ts'
import {
  CONFIG_OPTION,
  type ConfigFlags,
  JSON_OPTION,
  loadSettings,
  URL_OPTION,
} from './setup/load-settings.ts'
import { startBar } from './terminal/bar.ts'
import { EXIT_CODE, exitCodeHelp } from './terminal/exit-code.ts'
import { plainText } from './terminal/plain-text.ts'
import { runAction } from './terminal/run-action.ts'
import { terminal } from './terminal/terminal.ts'

interface ProfileFlags extends ConfigFlags {
  readonly url?: string
  readonly force?: boolean
  readonly detach?: boolean
  readonly cancel?: boolean
}

/** Has a running router get to know its models, and shows how far it is and what it found. */
export const profile: CliCommand = {
  name: 'profile',
  configure(command: Command): Command {
    return command
      .description(
        'have the running router ask its models to get to know them, and see what it finds',
      )
      .argument('[models...]', 'only these, by id or id@backend (default: all)')
      .option('--force', 'ask what is known already as well')
      .option('--detach', 'begin, and do not wait for the end')
      .option('--cancel', 'end the profile that runs')
      .option(...URL_OPTION)
      .option(...CONFIG_OPTION)
      .option(...JSON_OPTION)
      .addHelpText('after', exitCodeHelp('done', 'problem', 'configuration'))
      .action((models: readonly string[], flags: ProfileFlags) =>
        runAction(flags.json === true, () => run(models, flags)),
      )
  },
}

async function run(models: readonly string[], flags: ProfileFlags): Promise<number> {
  const address = routerAddress(loadSettings(flags).settings, flags.url)
  if (flags.cancel) return cancel(address, flags)
  const request = { ...(models.length > 0 && { models }), force: flags.force === true }
  const { job: id } = await askRouter(address, '/admin/reprofile', Started, request)
  if (flags.detach) {
    if (flags.json) terminal.json({ job: id })
    else terminal.line(`It has begun as ${id}. How far it is: npm start -- profile`)
    return EXIT_CODE.done
  }
  const bar = startBar(flags.json === true)
  process.once('SIGINT', () => {
    bar.end()
    terminal.note('The router goes on with it. To end it: npm start -- profile --cancel')
    process.exit(EXIT_CODE.done)
  })
  const job = await followJob(address, id, (step) => bar.show(jobLine(step)))
  bar.end()
  return tell(address, job, flags)
}

async function tell(address: RouterAddress, job: JobAnswer, { json }: ProfileFlags) {
  const { profiles } = await askRouter(address, '/admin/profiles?limit=1000', Profiles)
  if (json) terminal.json({ job, profiles })
  else {
    for (const line of profileTable(profiles)) terminal.line(line)
    for (const problem of job.problems) terminal.note(plainText(problem))
  }
  return job.state === 'done' ? EXIT_CODE.done : EXIT_CODE.problem
}

async function cancel(address: RouterAddress, { json }: ProfileFlags): Promise<number> {
  const job = await cancelJob(address, 'profile')
  if (json) terminal.json(job ?? null)
  else if (job === undefined) terminal.note('No profile is running.')
  else terminal.line(`Cancelled after ${job.done} of ${job.total} steps; what was found stays.`)
  return job === undefined ? EXIT_CODE.problem : EXIT_CODE.done
}
