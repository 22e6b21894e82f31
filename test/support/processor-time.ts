import { existsSync, readFileSync } from 'node:fs'

const schedule = `/proc/self/task/${process.pid}/schedstat`
/** Processor time of this thread, ms (of the whole process where the system does not tell them apart: more than that). */
export const processorMs = existsSync(schedule)
  ? () => Number(readFileSync(schedule, 'utf8').split(' ', 1)[0]) / 1e6
  : () => (process.cpuUsage().user + process.cpuUsage().system) / 1000
