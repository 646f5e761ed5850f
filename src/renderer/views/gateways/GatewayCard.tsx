import { Button, Group } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { GatewayStanding, GatewayState } from '../../../preload/contract/gateways'
import type { NoticeChannel } from '../../../preload/contract/notices'
import { useAct } from '../../api'
import { writeAddress } from '../../parts/address'
import { Code } from '../../parts/Code'
import { InstantText } from '../../parts/DateText'
import { Quoted } from '../../parts/Quoted'
import { RefusalText } from '../../parts/RefusalText'
import { StatusChip, type Tone } from '../../parts/StatusChip'
import { useWords, type Words } from '../../words'
import { GatewaySettingsDialog } from './GatewaySettingsDialog'
import { GatewayTest } from './GatewayTest'
import styles from './gateways.module.css'

const TONES: Record<GatewayStanding, Tone> = { working: 'done', failing: 'wrong', paused: 'wait', stopped: 'wrong', off: 'quiet' }
const CHANNELS: Partial<Record<GatewayState['name'], NoticeChannel>> = { mail_out: 'mail', webhook: 'webhook' }

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
  const { name, address, lastSuccessAt, nextRunAt } = gateway
  const facts: (readonly [string, ReactNode])[] = []
  if (address) facts.push([t('gateways.address'), <Code key="address">{address}</Code>])
  if (name !== 'storefront') {
    const success = lastSuccessAt === null ? t('gateways.never') : <InstantText at={lastSuccessAt} key="success" />
    facts.push([t('gateways.lastSuccess'), success])
  }
  if (nextRunAt !== null) facts.push([t('gateways.nextRun'), <InstantText at={nextRunAt} key="next" />])
  facts.push(...waitingFacts(gateway, t))
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

/** What waits for the connector and what it gave up; every figure opens to its lines. */
function waitingFacts({ name, waiting, dead }: GatewayState, t: Words): (readonly [string, ReactNode])[] {
  if (name === 'mail_in') return [[t('gateways.unread'), <Counted count={waiting} href="/mails" key="unread" />]]
  if (name !== 'mail_out' && name !== 'webhook') return []
  const channel = CHANNELS[name]
  if (!channel) return []
  return [
    [t('gateways.waiting'), <Counted count={waiting} href={writeAddress('/notices', { channel, state: 'waiting' })} key="waiting" />],
    [t('gateways.dead'), <Counted count={dead} href={writeAddress('/notices', { channel, troubled: true })} isWrong key="dead" />],
  ]
}

function Counted({ count, href, isWrong }: { count: number; href: string; isWrong?: boolean }) {
  if (count === 0) return <span>0</span>
  return (
    <Link data-wrong={isWrong || undefined} href={href}>
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
