// The load generator, a process of its own: carries out the plans its parent sends, one at a time.
import { type CancelPlan, type CancelResult, cancellations } from './overhead/cancellations.ts'
import { type ClosedLoopPlan, type ClosedLoopResult, closedLoop } from './overhead/closed-loop.ts'
import { exitWithParent } from './overhead/exit-with-parent.ts'
import { type PacedPlan, type PacedResult, pacedStreams } from './overhead/paced-streams.ts'

export type Plan = ClosedLoopPlan | PacedPlan | CancelPlan

/** What comes back for a plan. */
export type ResultOf<P extends Plan> = P extends ClosedLoopPlan
  ? ClosedLoopResult
  : P extends PacedPlan
    ? PacedResult
    : CancelResult

exitWithParent()
process.on('message', (plan: Plan) => {
  void carryOut(plan).then((result) => process.send?.(result))
})

function carryOut(plan: Plan): Promise<ClosedLoopResult | PacedResult | CancelResult> {
  switch (plan.mode) {
    case 'closed-loop':
      return closedLoop(plan)
    case 'paced-streams':
      return pacedStreams(plan)
    case 'cancellations':
      return cancellations(plan)
  }
}
