/**
 * Carrying out a plan: one request after the other in each room, a few rooms at a time. Without a connection it waits and goes on
 * by itself; what was on its way is asked for again, which does no harm. Told in batches. Plans are forgotten when the program ends.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { BareJid } from '#shared/jid'
import type { RoomChangeResult, RoomPlan, RoomPlanItem, RoomPlanState } from '#shared/model/room-admin'
import type { Result } from '#shared/result'
import { count } from './plan'
import { problemIn } from './problems'

const PARALLEL_ROOMS = 3
/** Long enough for several items in one event. */
const TELL_MS = 150
/** A server that asks for patience (error of type wait) gets it, so often. */
const TRIES = 4
const FIRST_PAUSE_MS = 500
const MAX_PLANS = 20

export interface PlanProgress {
  planId: string
  state: RoomPlanState
  counts: RoomPlan['counts']
  /** Those that have changed since the last event. */
  changed: RoomPlanItem[]
}

export interface PlanRunner {
  add(plan: RoomPlan): void
  get(planId: string): { plan: RoomPlan; state: RoomPlanState } | null
  /** Items in `skip` are left out. False: it runs already or is over. */
  start(planId: string, skip: number[]): boolean
  cancel(planId: string): boolean
  forget(planId: string): void
  /** The connection is back. */
  resume(): void
  stop(): void
}

interface Job {
  plan: RoomPlan
  state: RoomPlanState
  changed: Set<RoomPlanItem>
  timer: ReturnType<typeof setTimeout> | null
  workers: number
}

export function createPlanRunner(deps: {
  isOnline(): boolean
  perform(item: RoomPlanItem): Promise<Result<RoomChangeResult>>
  tell(progress: PlanProgress): void
}): PlanRunner {
  const jobs = new Map<string, Job>()
  let isStopped = false

  const tell = (job: Job) => {
    if (job.timer) clearTimeout(job.timer)
    job.timer = null
    const changed = [...job.changed]
    job.changed.clear()
    job.plan.counts = count(job.plan.items)
    deps.tell({ planId: job.plan.planId, state: job.state, counts: job.plan.counts, changed })
  }
  const touch = (job: Job, item: RoomPlanItem) => {
    job.changed.add(item)
    if (!isStopped) job.timer ??= setTimeout(() => tell(job), TELL_MS)
  }
  const isGoing = (job: Job) => job.state === 'running' && jobs.get(job.plan.planId) === job

  /** False: no connection; the item stays open. */
  const attempt = async (job: Job, item: RoomPlanItem): Promise<boolean> => {
    for (let tries = 1; ; tries++) {
      const result = await deps.perform(item)
      const problem = problemIn(result)
      if (problem === 'offline') return false
      const isPatient = !result.ok && (result.error.condition === 'resource-constraint' || result.error.condition === 'policy-violation')
      if (isPatient && tries < TRIES) {
        await delay(FIRST_PAUSE_MS * 2 ** (tries - 1))
        continue
      }
      item.state = result.ok ? (result.value.effect === 'unchanged' ? 'unchanged' : 'done') : 'failed'
      item.problem = problem
      item.text = result.ok ? null : (result.error.text ?? null)
      touch(job, item)
      return true
    }
  }

  const end = (job: Job) => {
    if (isStopped || job.workers > 0 || job.state !== 'running') return
    job.state = job.plan.items.some((item) => item.state === 'open') ? 'waiting' : 'done'
    tell(job)
    if (job.state === 'waiting' && deps.isOnline()) go(job) // it came back while the last one was failing
  }

  const workRoom = async (job: Job, items: RoomPlanItem[]): Promise<boolean> => {
    for (const item of items) {
      if (!isGoing(job)) return false
      if (item.state === 'open' && !(await attempt(job, item))) return false
    }
    return true
  }

  const go = (job: Job) => {
    job.state = 'running'
    const rooms = new Map<BareJid, RoomPlanItem[]>()
    for (const item of job.plan.items) {
      if (item.state !== 'open') continue
      const list = rooms.get(item.room)
      if (list) list.push(item)
      else rooms.set(item.room, [item])
    }
    const queue = [...rooms.values()]
    const worker = async () => {
      try {
        for (let items = queue.shift(); items; items = queue.shift()) if (!(await workRoom(job, items))) return
      } finally {
        job.workers--
        end(job)
      }
    }
    const n = Math.min(PARALLEL_ROOMS, Math.max(queue.length, 1))
    job.workers += n
    for (let i = 0; i < n; i++) void worker()
  }

  const isOver = (job: Job) => job.state === 'done' || job.state === 'cancelled'

  return {
    add: (plan) => {
      jobs.set(plan.planId, { plan, state: 'ready', changed: new Set(), timer: null, workers: 0 })
      for (const [id, job] of jobs) if (jobs.size > MAX_PLANS && (isOver(job) || job.state === 'ready')) jobs.delete(id)
    },
    get: (planId) => jobs.get(planId) ?? null,
    start: (planId, skip) => {
      const job = jobs.get(planId)
      if (job?.state !== 'ready') return false
      for (const index of skip) {
        const item = job.plan.items[index]
        if (item?.state === 'open') item.state = 'skipped'
      }
      if (deps.isOnline()) go(job)
      else job.state = 'waiting'
      tell(job)
      return true
    },
    cancel: (planId) => {
      const job = jobs.get(planId)
      if (!job || isOver(job)) return false
      job.state = 'cancelled'
      for (const item of job.plan.items) {
        if (item.state !== 'open') continue
        item.state = 'skipped'
        job.changed.add(item)
      }
      tell(job)
      return true
    },
    forget: (planId) => {
      const job = jobs.get(planId)
      if (job?.timer) clearTimeout(job.timer)
      jobs.delete(planId)
    },
    resume: () => {
      for (const job of jobs.values()) if (job.state === 'waiting' && job.workers === 0) go(job)
    },
    stop: () => {
      isStopped = true
      for (const job of jobs.values()) if (job.timer) clearTimeout(job.timer)
      jobs.clear()
    },
  }
}
