// The page of one workflow step: the entry of its bundle.
import './components/itsmStepPage.ts';
import type { ItsmStepPage } from './components/itsmStepPage.ts';
import { openHostChannel } from './hostChannel.ts';

const page = document.querySelector<ItsmStepPage>('itsm-step-page');
page?.connect(openHostChannel());
