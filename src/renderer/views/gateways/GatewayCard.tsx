import { Button, Group } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { GatewayStanding, GatewayState } from '../../../preload/contract/gateways'
import { useAct } from '../../api'
import { writeAddress } from '../../parts/address'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Quoted } from '../../parts/Quoted'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords } from '../../words'
import { GatewaySettingsDialog } from './GatewaySettingsDialog'
import { GatewayTest } from './GatewayTest'
import styles from './gateways.module.css'

const TONES: Record<GatewayStanding, Tone> = { working: 'done', failing: 'wrong', paused: 'wait', stopped: 'wrong', off: 'quiet' }
const CHANNELS = { mail_out: 'mail', webhook: 'webhook' } as const

/** One connector: how it fares, what waits for it, what the other side said last, and what an administrator may do. */
export function GatewayCard({ gateway, mayAdminister }: { gateway: GatewayState; mayAdminister: boolean }) {
  const { t } = useWords()
  const { name, standing, lastFailure } = gateway
  return (
    <article className={styles.card} data-off={standing === 'off' || undefined}>
      <header className={styles.head}>
        <h2>{t(`nouns.gateway.${name}`)}</h2>
        <StatusChip tone={TONES[standing]}>{t(`nouns.gatewayStanding.${standing}`)}</StatusChip>
      </header>
      <p className={styles.about}>{t(`gateways.about.${name}`)}</p>
      <GatewayFacts gateway={gateway} />
      {lastFailure === null ? null : (
        <div className={styles.failure} data-now={standing === 'failing' || undefined}>
          <p>
            {t('gateways.lastFailure')} <InstantText at={gateway.lastFailureAt} />
          </p>
          <p className={styles.words}>
            <Quoted>{lastFailure}</Quoted>
          </p>
        </div>
      )}
      {mayAdminister ? <Acts gateway={gateway} /> : null}
    </article>
  )
}

function GatewayFacts({ gateway }: { gateway: GatewayState }) {
  const { t } = useWords()
  const { name, address, lastSuccessAt, nextRunAt, waiting, dead } = gateway
  const channel = name === 'mail_out' || name === 'webhook' ? CHANNELS[name] : null
  const facts: readonly (readonly [string, ReactNode])[] = [
    ...(address ? [[t('gateways.address'), <Code key="address">{address}</Code>] as const] : []),
    ...(name === 'storefront'
      ? []
      : [
          [
            t('gateways.lastSuccess'),
            lastSuccessAt === null ? t('gateways.never') : <InstantText at={lastSuccessAt} key="success" />,
          ] as const,
        ]),
    ...(nextRunAt === null ? [] : [[t('gateways.nextRun'), <InstantText at={nextRunAt} key="next" />] as const]),
    ...(channel === null
      ? []
      : [[t('gateways.waiting'), <Counted channel={channel} count={waiting} key="waiting" state="waiting" />] as const]),
    ...(channel === null ? [] : [[t('gateways.dead'), <Counted channel={channel} count={dead} key="dead" state="dead" />] as const]),
  ]
  return (
    <dl className={styles.facts}>
      {facts.map(([fact, value]) => (
        <div key={fact}>
          <dt>{fact}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A number of notices; every figure opens to its lines. */
function Counted({ channel, state, count }: { channel: string; state: 'waiting' | 'dead'; count: number }) {
  if (count === 0) return <span>0</span>
  return (
    <Link data-wrong={state === 'dead' || undefined} href={writeAddress('/notices', { channel, state })}>
      {count.toLocaleString('ja-JP')}
    </Link>
  )
}

function Acts({ gateway }: { gateway: GatewayState }) {
  const { t } = useWords()
  const [open, setOpen] = useState<'settings' | 'test' | null>(null)
  const pause = useAct('gateways.pause')
  const { name, version, paused, enabled } = gateway
  return (
    <>
      <RefusalText error={pause.error} />
      <Group gap="xs">
        <Button onClick={() => setOpen('settings')} size="xs" variant="default">
          {t('gateways.settings')}
        </Button>
        <Button onClick={() => setOpen('test')} size="xs" variant="default">
          {t('gateways.test')}
        </Button>
        {enabled ? (
          <Button
            loading={pause.isPending}
            onClick={() => pause.mutate({ name, version, paused: !paused })}
            size="xs"
            title={t('gateways.pauseText')}
            variant="default"
          >
            {paused ? t('gateways.resume') : t('gateways.pause')}
          </Button>
        ) : null}
      </Group>
      {open === 'settings' ? <GatewaySettingsDialog gateway={gateway} onClose={() => setOpen(null)} /> : null}
      {open === 'test' ? <GatewayTest name={name} onClose={() => setOpen(null)} /> : null}
    </>
  )
}
