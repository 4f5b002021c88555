/* program - a running office: every part made in order, and ended in the opposite order. */
#include "bot/program.h"

#include "bot/content.h"
#include "bot/data_folder.h"
#include "bot/desk/desk.h"
#include "bot/exit_code.h"
#include "bot/health.h"
#include "bot/http_listen.h"
#include "bot/sample_office.h"
#include "bot/simulator.h"
#include "bot/webhook.h"
#include "bot/welcome.h"
#include "config/log.h"
#include "messages/wire.h"
#include "queue/alarm.h"
#include "queue/catalogue.h"
#include "queue/catch_up.h"
#include "queue/channel_alarm.h"
#include "queue/content_live.h"
#include "queue/credit.h"
#include "queue/eraser.h"
#include "queue/forget.h"
#include "queue/media.h"
#include "queue/read_mark.h"
#include "queue/schedule.h"
#include "queue/sender.h"
#include "queue/server.h"
#include "queue/spool.h"
#include "queue/surveys_settle.h"
#include "queue/worker.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

struct program {
    struct settings *settings;
    int roles, exit_code, ending, waiting;
    struct pack *pack;
    struct vault *vault;
    struct loop *loop;
    struct loop_signal *interrupt, *terminate;
    struct loop_timer *patience;
    struct server *server;
    struct office *office;
    struct content_live *content;
    struct client *client;
    struct http_server *http;
    struct spool *spool;
    struct webhook *webhook;
    struct simulator *simulator;
    struct desk *desk;
    struct health *health;
    struct worker *worker;
    struct surveys_settler *settler;
    struct sender *sender;
    struct read_mark *read_mark;
    struct schedule *schedule;
    struct alarm *alarm;
    struct channel_states *channels;
    struct channel_alarm *channel_alarm;
    struct catch_up *catch_up;
    struct catalogue *catalogue;
    struct credit *credit;
    struct forget *forget;
    struct eraser *eraser;
    struct media *media;
};

static void fail(struct program *program, const struct error *why) {
    fprintf(stderr, "acogida: %s\n", why->text);
    program->exit_code = why->kind == ERROR_BUSY ? COMMAND_BUSY : COMMAND_FAULT;
}

/* --- ending: doors first, then those who carry, Redis last --- */

static void on_server_stopped(void *arg) {
    struct program *program = arg;
    loop_stop(program->loop);
}

static void stop_redis(struct program *program) {
    if (program->ending > 1) return;
    program->ending = 2;
    loop_timer_stop(program->patience);
    if (program->server)
        server_stop(program->server, on_server_stopped, program);
    else
        loop_stop(program->loop);
}

static void on_idle(void *arg) {
    struct program *program = arg;
    if (--program->waiting == 0) stop_redis(program);
}

static void on_patience_over(void *arg) {
    struct program *program = arg;
    log_warn("program", "not all work ended within %d s; what was under way is settled at the next start",
             PROGRAM_DRAIN_MS / 1000);
    stop_redis(program);
}

static void program_end(struct program *program) {
    if (program->ending) {
        loop_stop(program->loop);
        return;
    }
    program->ending = 1;
    log_info("program", "ending: finishing what is under way");
    loop_timer_set(program->patience, PROGRAM_DRAIN_MS);
    program->waiting = 1;
    if (program->desk) desk_drain(program->desk);
    if (program->simulator) simulator_drain(program->simulator);
    if (program->http) program->waiting++, http_server_drain(program->http, on_idle, program);
    if (program->worker) program->waiting++, worker_drain(program->worker, on_idle, program);
    if (program->sender) program->waiting++, sender_drain(program->sender, on_idle, program);
    on_idle(program);
}

static void on_signal(void *arg) {
    program_end(arg);
}

/* --- starting --- */

static void on_ready(void *arg, const struct error *why) {
    struct program *program = arg;
    if (program->ending) return;
    if (why) {
        fail(program, why);
        program_end(program);
        return;
    }
    log_info("program", "office '%s' is open", program->settings->office.tag);
    if (program->roles & PROGRAM_WEB)
        welcome_print(program->office, http_server_port(program->http), program->simulator != NULL);
    if (program->roles == (PROGRAM_WEB | PROGRAM_WORKER)) sample_office_fill(program->office);
}

/* Simulated channels talk to this very program: their API is our own port, their secret comes from the vault, so that
 * every process of the office knows it and no file has to hold it. */
static void fill_simulated(struct program *program) {
    for (size_t i = 0; i < program->settings->channel_count; i++) {
        struct channel *channel = &program->settings->channels[i];
        const struct wire *wire = wire_find(channel->wire);
        if (!wire || !wire->simulated) continue;
        if (!*channel->secret) {
            char secret[VAULT_INDEX_MAX + 1];
            vault_index(program->vault, "simulated-channel", channel->name, secret);
            snprintf(channel->secret, sizeof channel->secret, "%s", secret);
        }
        if (*channel->api_base) continue;
        char base[HTTP_LISTEN_BASE_MAX]; /* a worker alone knows the port of the others from the settings */
        http_listen_base(program->settings->server.listen, program->http ? http_server_port(program->http) : 0, base);
        snprintf(channel->api_base, sizeof channel->api_base, "%s/phone/provider", base);
    }
}

static int check_channels(const struct settings *settings, struct error *why) {
    for (size_t i = 0; i < settings->channel_count; i++)
        if (wire_check(&settings->channels[i], why))
            return error_wrap(why, "channel '%s' (`acogida check` looks at all)", settings->channels[i].name);
    return 0;
}

static int start_ground(struct program *program, struct error *why) {
    struct settings *settings = program->settings;
    if (check_channels(settings, why) || data_folder_open(settings, why) ||
        data_folder_vault(settings, 1, &program->vault, why) || loop_new(&program->loop, why))
        return -1;
    if (loop_signal_new(program->loop, SIGINT, on_signal, program, &program->interrupt, why) ||
        loop_signal_new(program->loop, SIGTERM, on_signal, program, &program->terminate, why))
        return -1;
    return loop_timer_new(program->loop, on_patience_over, program, &program->patience, why);
}

/* With port 0 the address that the settings derived is not yet the one that we got. */
static void fill_public_url(struct program *program) {
    struct settings *settings = program->settings;
    char derived[SETTINGS_TEXT_MAX], *colon = strrchr(settings->server.listen, ':');
    snprintf(derived, sizeof derived, "http://%s", settings->server.listen);
    if (!colon || strcmp(colon, ":0") != 0 || strcmp(derived, settings->server.public_url) != 0) return;
    snprintf(settings->server.public_url, sizeof settings->server.public_url, "http://%.*s:%d",
             (int)(colon - settings->server.listen), settings->server.listen, http_server_port(program->http));
}

static int start_doors(struct program *program, struct error *why) {
    if (!(program->roles & PROGRAM_WEB)) return 0;
    const struct settings *settings = program->settings;
    if (http_server_start(program->loop, settings->server.listen, settings->server.public_url, &program->http, why))
        return -1;
    fill_public_url(program);
    http_server_set_public_url(program->http, settings->server.public_url);
    return 0;
}

static int start_office(struct program *program, struct error *why) {
    struct settings *settings = program->settings;
    const char *url = settings->redis.url;
    if (!*url) {
        if (server_start(program->loop, settings, &program->server, why)) return -1;
        url = server_url(program->server);
    }
    if (office_open(settings, program->vault, program->loop, url, &program->office, why)) return -1;
    if (content_live_start(program->office, program->pack, &program->content, why)) return -1;
    if (surveys_settler_new(program->office, &program->settler, why)) return -1;
    if (channel_states_new(program->office, &program->channels, why)) return -1;
    return client_new(program->loop, settings->send.timeout_s, &program->client, why);
}

static int start_web(struct program *program, struct error *why) {
    if (!(program->roles & PROGRAM_WEB)) return 0;
    if (spool_open(program->office, &program->spool, why) ||
        webhook_mount(program->office, program->spool, program->http, &program->webhook, why) ||
        desk_mount(program->office, program->http, &program->desk, why) ||
        health_mount(program->office, program->http, &program->health, why))
        return -1;
    health_watch(program->health, program->webhook, program->spool, program->client);
    health_watch_surveys(program->health, program->settler);
    health_watch_channels(program->health, program->channels);
    if (program->settings->office.mode != MODE_TRIAL) return 0;
    return simulator_mount(program->office, program->http, program->client, &program->simulator, why);
}

static int start_work(struct program *program, struct error *why) {
    if (!(program->roles & PROGRAM_WORKER)) return 0;
    if (worker_start(program->office, &program->worker, why)) return -1;
    const struct sender_tools tools = {program->office, program->client, program->channels};
    if (sender_start(&tools, &program->sender, why)) return -1;
    if (read_mark_start(program->office, program->client, program->worker, &program->read_mark, why)) return -1;
    if (alarm_start(program->office, &program->alarm, why)) return -1;
    if (channel_alarm_start(program->office, program->channels, &program->channel_alarm, why)) return -1;
    if (eraser_start(program->office, &program->eraser, why)) return -1;
    if (forget_start(program->office, program->client, &program->forget, why)) return -1;
    if (media_start(program->office, &program->media, why)) return -1;
    return schedule_start(program->office, &program->schedule, why);
}

static int program_start(struct program *program, struct error *why) {
    if (start_ground(program, why) || start_doors(program, why)) return -1;
    fill_simulated(program);
    if (start_office(program, why) || start_web(program, why) || start_work(program, why)) return -1;
    if (catch_up_start(program->office, program->client, program->roles & PROGRAM_WEB, &program->catch_up, why))
        return -1;
    if (catalogue_start(program->office, program->client, &program->catalogue, why)) return -1;
    if (credit_start(program->office, program->client, &program->credit, why)) return -1;
    if (program->health) health_watch_credit(program->health, program->credit);
    office_when_ready(program->office, on_ready, program);
    return 0;
}

static void program_free(struct program *program) {
    alarm_free(program->alarm);
    channel_alarm_free(program->channel_alarm);
    catch_up_free(program->catch_up);
    catalogue_free(program->catalogue);
    credit_free(program->credit);
    eraser_free(program->eraser);
    forget_free(program->forget);
    media_free(program->media);
    schedule_free(program->schedule);
    sender_free(program->sender);
    worker_free(program->worker);
    read_mark_free(program->read_mark);
    surveys_settler_free(program->settler);
    simulator_free(program->simulator);
    desk_free(program->desk);
    webhook_free(program->webhook);
    health_free(program->health);
    spool_close(program->spool);
    http_server_free(program->http);
    client_free(program->client);
    channel_states_free(program->channels);
    content_live_stop(program->content);
    office_close(program->office);
    server_free(program->server);
    loop_timer_free(program->patience);
    loop_signal_free(program->interrupt);
    loop_signal_free(program->terminate);
    loop_free(program->loop);
    content_live_free(program->content);
    vault_close(program->vault);
    pack_free(program->pack);
}

/* Keys and texts are in memory: no core dump may hold them. Ordinary file rights for nobody but us. */
void program_harden(void) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    umask(077);
    signal(SIGPIPE, SIG_IGN);
}

int program_run(struct settings *settings, int roles) {
    struct program program = {.settings = settings, .roles = roles};
    struct error why = ERROR_INIT;
    program_harden();
    if (content_load(settings, &program.pack) != 0) return COMMAND_FAULT;
    if (program_start(&program, &why) != 0) {
        fail(&program, &why);
        if (program.server) program_end(&program);
    }
    if (program.loop && (program.exit_code == COMMAND_OK || program.server)) loop_run(program.loop);
    program_free(&program);
    if (program.exit_code == COMMAND_OK) log_info("program", "ended");
    return program.exit_code;
}
