/*
 * 設定: the designated accounts of the bank, the verification of the ledger, and what a person likes of this desk. Accounts
 * are taken in by the core; preferences stay on this machine.
 */
import { Button, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useMay, useSession } from '../../api'
import { Dialog } from '../../parts/Dialog'
import { Page } from '../../parts/Page'
import { isLanguage, preference, remember } from '../../parts/preferences'
import { speak, useWords } from '../../words'
import { AgentSection } from '../agent/AgentSection'
import { isScheme, SCHEMES } from '../frame/scheme'
import { RulesSection } from '../rules/RulesSection'
import { ChangePasswordForm } from '../session/ChangePassword'
import { Accounts } from './Accounts'
import { Section } from './Section'
import { VerifyLedger } from './VerifyLedger'

export function SettingsView() {
  const { t } = useWords()
  const mayVerify = useMay('audit')
  const mayRead = useMay('read')
  return (
    <Page title={t('settings.title')}>
      <Stack gap="md" maw={1080}>
        {mayRead ? <Accounts /> : null}
        {mayRead ? <AgentSection /> : null}
        {mayRead ? <RulesSection /> : null}
        {mayVerify ? <VerifyLedger /> : null}
        <ThisDesk />
      </Stack>
    </Page>
  )
}

const DENSITIES = ['normal', 'compact'] as const

function ThisDesk() {
  const { t, language } = useWords()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [density, setDensity] = useState(preference('density') === 'compact' ? 'compact' : 'normal')
  const version = useSession()?.version ?? ''
  return (
    <Section title={t('settings.desk')} note={t('settings.deskText')}>
      <Stack gap="sm" align="flex-start">
        <Labelled label={t('settings.language')}>
          <SegmentedControl
            size="xs"
            value={language}
            aria-label={t('settings.language')}
            data={[
              { value: 'ja', label: '日本語' },
              { value: 'en', label: 'English' },
            ]}
            onChange={(value) => isLanguage(value) && speak(value)}
          />
        </Labelled>
        <Labelled label={t('settings.appearance')}>
          <SegmentedControl
            size="xs"
            value={colorScheme}
            aria-label={t('settings.appearance')}
            data={SCHEMES.map((scheme) => ({ value: scheme, label: t(`frame.${scheme}`) }))}
            onChange={(value) => isScheme(value) && setColorScheme(value)}
          />
        </Labelled>
        <Labelled label={t('settings.density')}>
          <SegmentedControl
            size="xs"
            value={density}
            aria-label={t('settings.density')}
            data={DENSITIES.map((one) => ({
              value: one,
              label: t(one === 'normal' ? 'settings.densityNormal' : 'settings.densityCompact'),
            }))}
            onChange={(value) => {
              setDensity(value)
              remember('density', value)
            }}
          />
        </Labelled>
        <Password />
        <Text size="xs" c="dimmed">
          Daiko {t('settings.version')} {version}
        </Text>
      </Stack>
    </Section>
  )
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {label}
      </Text>
      {children}
    </div>
  )
}

function Password() {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [done, setDone] = useState(false)
  return (
    <Labelled label={t('settings.password')}>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {t('session.changeTitle')}
      </Button>
      {done ? (
        <Text size="sm" role="status">
          {t('settings.passwordChanged')}
        </Text>
      ) : null}
      <Dialog opened={open} title={t('session.changeTitle')} onClose={() => setOpen(false)}>
        <ChangePasswordForm
          onDone={() => {
            setOpen(false)
            setDone(true)
          }}
        />
      </Dialog>
    </Labelled>
  )
}
