import { ok, warning } from '../findings/finding.ts'
import type { Check } from './check.ts'

const ABOUT = 'clock'
const TOLERATED_S = 60

/** Whether this machine's clock agrees with the backends'. */
export const clocksCheck: Check = ({ survey: { backends } }) => {
  const told = backends.flatMap(({ settings, clockAhead }) =>
    clockAhead === undefined ? [] : [{ settings, clockAhead }],
  )
  const off = told.filter(({ clockAhead }) => Math.abs(clockAhead) > TOLERATED_S)
  if (off.length > 0) {
    return off.map(({ settings, clockAhead }) => {
      const way = clockAhead > 0 ? 'behind' : 'ahead of'
      const text = `this machine's clock is ${Math.abs(clockAhead)} s ${way} that of ${settings.name}`
      return warning(
        ABOUT,
        text,
        'let both set their clocks by the network (timedatectl set-ntp true)',
      )
    })
  }
  return told.length === 0 ? [] : [ok(ABOUT, 'agrees with the backends')]
}
