import type { FastifyInstance } from 'fastify'
import type { Counter } from '../../counter'

/** The pages people reach by a signed link. */
export async function linkPages(_server: FastifyInstance, _options: { counter: Counter }): Promise<void> {}
