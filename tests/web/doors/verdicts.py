"""What each of five people gets at every address of the product: a route that nobody judged fails the tests.

Columns: a stranger, a member of the group (Yuni), the cashier, a trustee, the overseer.
`.` seen  `L` to the login  `>` sent elsewhere  `x` not for you  `-` not there  `p` takes only what is sent (a form).
"""

TABLE = """
# one's own account
account_login                .>>>>
account_logout               L....
account_inactive             .....
account_signup               .>>>>
account_reauthenticate       L....
account_change_password      L....
mfa_index                    L....
mfa_authenticate             L>>>>
mfa_reauthenticate           L>>>>
mfa_activate_totp            L>>>>
mfa_deactivate_totp          L----
mfa_view_recovery_codes      L----
mfa_generate_recovery_codes  L>>>>
mfa_download_recovery_codes  L----
mfa_list_webauthn            L....
mfa_add_webauthn             L>>>>
mfa_reauthenticate_webauthn  L>>>>
mfa_remove_webauthn          L>>>>
mfa_edit_webauthn            L>>>>

# the reading room: for those who keep the installation, none of these five
admin:login                  Lxxxx
admin:logout                 >>>>>
admin:password_change        >>>>>
admin:index                  LLLLL
admin:jsi18n                 LLLLL
admin:app_list               LLLLL
admin:*_changelist           LLLLL
admin:*_change               LLLLL
admin/(?P<url>.*)$           LLLLL

# the front hall
home                         L>>>>
set_language                 ppppp
choose_board                 ppppp
healthz                      .....
readyz                       .....
gallery                      -----
calendar                     -----

# the officer's desk
officers:home                Lx.xx
officers:collect             Lx.xx
officers:loans               Lx..x
officers:loan                Lx..x
officers:loan_file           Lx..x
officers:reward              Lx..x
officers:loan_settle         Lx.xx
officers:loan_undo           Lx.xx
officers:loan_held           Lx.xx
officers:loan_result         Lx-xx
officers:loan_result_undo    Lx-xx
officers:handling            Lx..x
officers:handling_one        Lx..x
officers:loan_lost           Lx..x
officers:restructuring       Lx..x
officers:death               Lx..x
officers:rebate              Lx--x
officers:claims              Lx..x
officers:claim               Lx--x
officers:applications        Lx..x
officers:application_new     Lx.xx
officers:application         Lx..x
officers:application_file    Lx..x
officers:application_verify  Lx.xx
officers:application_mend    Lx-xx
officers:application_sign    Lx..x
officers:application_pay     Lx.xx
officers:exception           Lx--x
officers:application_end     Lx..x
officers:products            Lx.xx
officers:product_new         Lx.xx
officers:product             Lx..x
officers:product_close       Lx.xx
officers:vouchers            Lx..x
officers:voucher_new         Lx.xx
officers:voucher_late        Lx.xx
officers:voucher_cross       Lx.xx
officers:voucher             Lx..x
officers:voucher_undo        Lx.xx
officers:drafts              Lx..x
officers:draft               Lx--x
officers:draft_withdraw      Lx-xx
officers:day                 Lx..x
officers:day_confirm         Lx>>x
officers:day_empty           Lx.xx
officers:days                Lx..x
officers:day_one             Lx..x
officers:month               Lx..x
officers:provision           Lx.xx
officers:year                Lx..x
officers:profit              Lx..x
officers:bank                Lx..x
officers:bank_account        Lx..x
officers:bank_match          Lx-xx
officers:people              Lx.xx
officers:person_new          Lx.xx
officers:groups              Lx..x
officers:group_new           Lx.xx
officers:group               Lx..x
officers:join                Lx.xx
officers:requirements        Lx..x
officers:group_members       Lx..x
officers:member_form         Lx.xx
officers:stopping            Lx..x
officers:waiting             Lx..x
officers:member              Lx.xx
officers:member_kin          Lx.xx
officers:member_leave        Lx.xx
officers:imports             Lx.xx
officers:import_confirm      Lx>xx
officers:import_example      Lx.xx
officers:import_undo         Lx-xx

# the trustee's desk: agenda and meetings are read by whose office reads them, recorded by secretary and coordinator
trustees:home                Lxx.x
trustees:loans               Lxx.x
trustees:agenda              Lxx..
trustees:item                Lxx..
trustees:meetings            Lxx..
trustees:meeting             Lxx..
trustees:meeting_new         Lxxxx
trustees:rulebook            Lx...
trustees:rule                Lx...

# the secretariat's counter: logins by coordinator and secretary, the second person's word, the sealed NIK
secretariat:people           Lxxx.
secretariat:person           Lxxx.
secretariat:logins           Lxxxx
secretariat:login            Lxxxx
secretariat:login_new        Lxxxx
secretariat:seconds          Lxx..
secretariat:second           Lxx..

# whether a loan arrived
arrivals:slip                .....
arrivals:loan                L....
arrivals:slips               Lxx..

# who paid for whom inside a KSM
covers:loan                  L....
covers:claim                 L....

# those who look from outside
coordinators:home            Lxxxx

# the watchers' desk
overseers:day                Lxxx.
overseers:paper              Lxxx-
overseers:home               Lxxx.
overseers:check              Lxxx.
overseers:vouchers           Lxxx.
overseers:voucher            Lxxx.
overseers:loans              Lxxx.
overseers:loan               Lxxx.

# the facilitator's desk, and the visits that several desks read (Yuni leads the visited KSM)
facilitators:home            Lxxxx
calls:index                  L.x..
calls:group                  L.x..
calls:meetings               L.x..
calls:write                  Lxxxx
calls:show                   L.x..
calls:correct                Lx-xx
calls:warnings               L.x..
calls:week                   L.x..
calls:photo                  L----

# how a KSM lives: its own members and those who may read its meetings
signs:group                  L.-..
signs:keep                   Lxxxx
signs:meeting                L.-..
signs:show                   L.-..
signs:together               L.-..
signs:position               L.-..
signs:network                L.-..
signs:network_ask            L.-xx

# what became of life after a loan: answers are read by who asks, lends and audits
outcomes:index               Lxx..
outcomes:file                Lxx..
outcomes:rows                Lxx..
outcomes:prices              Lxx..
outcomes:due                 Lxxx.
outcomes:ask                 Lxxxx
outcomes:show                Lxxx-
outcomes:correct             Lxxxx

# one KSM mentoring another: both KSM, and the programme's people
peers:index                  L.x..
peers:offer                  L.xxx
peers:compare                L-x..
peers:show                   L.x..
peers:session                L.xxx
peers:session_back           L.xxx
peers:end                    L.xxx

# the hand-over ladder, for all who keep the programme
handovers:index              Lx...
handovers:read               Lxxxx
handovers:show               Lx...

# the member's desk
members:home                 L.xxx
members:card                 L.xxx
members:group                L.xxx
members:requirements         L.xxx
members:member_form          L.xxx
members:meetings             L.xxx
members:meeting_new          L.xxx
members:meeting              L.xxx
members:meeting_correct      L.xxx
members:group_rules          L.xxx

# reports and papers
reports:index                Lx...
reports:show                 Lx...
reports:file                 Lx...
reports:slip                 Lx>>>
reports:receipt              L....
reports:voucher              L-...
reports:card                 L....
reports:card_lines           L....
reports:loan_form            L....
reports:application_form     L-...
"""
